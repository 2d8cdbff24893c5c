package results

import (
	"errors"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Nested holds one value a query: [seed][sequence][query]. The numbers of sequences and queries may differ.
type Nested [][][]float64

// ClusterBootstrap is the percentile interval of the mean over all queries when seeds are drawn with replacement and, inside each
// drawn seed, its sequences are; the queries of a sequence stay together. With one seed only sequences are drawn.
// With fewer than about 10 seeds it is too narrow as a statement about seeds, and it has no width when all values
// agree: [Aggregate] guards against both. It is an error if a seed has no sequence or a sequence no query.
func ClusterBootstrap(values Nested, options Options) (Interval, error) {
	options, err := options.filled()
	if err != nil {
		return Interval{}, err
	}
	seeds, err := values.totals()
	if err != nil {
		return Interval{}, err
	}
	random := rand.New(rand.NewPCG(options.Seed, 0))
	means := make([]float64, options.Draws)
	for i := range means {
		means[i] = drawMean(seeds, random)
	}
	slices.Sort(means)
	tail := 1 - upperTail(options.Confidence)
	return Interval{
		Low:  stat.Quantile(tail, stat.LinInterp, means, nil),
		High: stat.Quantile(1-tail, stat.LinInterp, means, nil),
	}, nil
}

// total is the sum of the values of one sequence and their number.
type total struct {
	sum, n float64
}

// totals adds up the queries of each sequence: all that the bootstrap needs.
func (values Nested) totals() ([][]total, error) {
	if len(values) == 0 {
		return nil, errors.New("results: no values")
	}
	seeds := make([][]total, len(values))
	for s, sequences := range values {
		if len(sequences) == 0 {
			return nil, errors.New("results: a seed without sequences")
		}
		for _, queries := range sequences {
			if len(queries) == 0 {
				return nil, errors.New("results: a sequence without queries")
			}
			t := total{n: float64(len(queries))}
			for _, value := range queries {
				t.sum += value
			}
			seeds[s] = append(seeds[s], t)
		}
	}
	return seeds, nil
}

// drawMean is the mean of one bootstrap draw.
func drawMean(seeds [][]total, random *rand.Rand) float64 {
	var all total
	for range seeds {
		sequences := seeds[random.IntN(len(seeds))]
		for range sequences {
			t := sequences[random.IntN(len(sequences))]
			all.sum += t.sum
			all.n += t.n
		}
	}
	return all.sum / all.n
}
