package results

import (
	"errors"
	"fmt"
	"math"
)

// errNaN refuses to summarise what is not a number.
var errNaN = errors.New("results: a value is not a number")

// Estimate is a mean over queries, its interval, and what stands behind it.
type Estimate struct {
	Mean float64
	Interval
	Queries   int       // rows that have the metric
	Sequences int       // over all seeds
	Seeds     int       // models trained from different seeds
	BySeed    []float64 // mean of each seed, in the order of the seeds
}

// Cell is the estimate for the rows that share a key.
type Cell[K comparable] struct {
	Key K
	Estimate
}

// VariantLength is the key of an extrapolation curve or an ablation table.
type VariantLength struct {
	Variant string
	Length  int
}

// ByVariantLength is the key of a row for an extrapolation curve or an ablation table.
func ByVariantLength(r Row) VariantLength {
	return VariantLength{r.Variant, r.Length}
}

// Aggregate groups rows by key and estimates the metric in each group, in the order in which the keys first come. Groups where no
// row has the metric are left out. The same measurement twice in a group (see [ID]) is an error.
func Aggregate[K comparable](rows []Row, key func(Row) K, metric Metric, options Options) ([]Cell[K], error) {
	var keys []K
	groups := map[K][]Row{}
	for _, row := range rows {
		k := key(row)
		if _, ok := groups[k]; !ok {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], row)
	}
	var cells []Cell[K]
	for _, k := range keys {
		list, err := measure(groups[k], metric)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			continue
		}
		estimate, err := EstimateMean(nest(list), options)
		if err != nil {
			return nil, fmt.Errorf("%v: %w", k, err)
		}
		cells = append(cells, Cell[K]{k, estimate})
	}
	return cells, nil
}

// EstimateMean is the mean over all queries with the widest of the intervals that apply: [ClusterBootstrap]; [TInterval] over
// seeds if there are two or more; and, if every value is 0 or 1, [Wilson] over queries, the whole clipped to [0, 1].
func EstimateMean(values Nested, options Options) (Estimate, error) {
	options, err := options.filled()
	if err != nil {
		return Estimate{}, err
	}
	interval, err := ClusterBootstrap(values, options)
	if err != nil {
		return Estimate{}, err
	}
	e := Estimate{Seeds: len(values), BySeed: values.seedMeans()}
	e.Queries, e.Sequences = values.sizes()
	sum, binary := values.sum()
	if e.Mean = sum / float64(e.Queries); math.IsNaN(e.Mean) {
		return Estimate{}, errNaN
	}
	if e.Seeds > 1 {
		interval = interval.hull(TInterval(e.BySeed, options.Confidence))
	}
	if binary {
		interval = interval.hull(Wilson(int(sum), e.Queries, options.Confidence)).clip(0, 1)
	}
	e.Interval = interval
	return e, nil
}

// sum adds all values up and says whether each is 0 or 1.
func (values Nested) sum() (sum float64, binary bool) {
	binary = true
	for _, seed := range values {
		for _, sequence := range seed {
			for _, value := range sequence {
				sum += value
				binary = binary && (value == 0 || value == 1)
			}
		}
	}
	return sum, binary
}
