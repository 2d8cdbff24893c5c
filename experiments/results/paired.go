package results

import (
	"errors"
	"fmt"
	"math"
)

// Difference is what two variants differ by on the same seeds, sequences and queries.
type Difference struct {
	Mean float64 // first minus second
	Interval
	Queries, Sequences, Seeds int
	BySeed                    []float64 // the difference of each seed, in the order of the seeds

	// PSeeds is the two-sided p-value of [SignFlip] over BySeed: whether the recipes differ. With n seeds it is at least
	// 2/2^n: 0.25 with 3 seeds, below 0.05 from 6 on.
	PSeeds float64
	// PT is the two-sided p-value of [TTest] over BySeed: the same question, assuming that the differences are normal. NaN
	// with one seed.
	PT float64
	// PSequences is the two-sided p-value of [SignFlip] over the summed difference of each sequence: whether these weights differ
	// on this task. It says nothing about other seeds.
	PSequences float64
}

// Paired compares the metric of two variants. Every row of one must have a partner in the other with the same task, haystack, length,
// seed, sample and query; one without is an error. The interval is the widest of those that apply: [ClusterBootstrap] of the
// paired differences; [TInterval] over seeds if there are two or more; and, if every value is 0 or 1, [AgrestiMin] over queries.
func Paired(first, second []Row, metric Metric, options Options) (Difference, error) {
	options, err := options.filled()
	if err != nil {
		return Difference{}, err
	}
	pairs, err := pair(first, second, metric)
	if err != nil {
		return Difference{}, err
	}
	values := nest(pairs.differences)
	interval, err := ClusterBootstrap(values, options)
	if err != nil {
		return Difference{}, err
	}
	d := Difference{Seeds: len(values), BySeed: values.seedMeans()}
	d.Queries, d.Sequences = values.sizes()
	sum, _ := values.sum()
	d.Mean = sum / float64(d.Queries)
	if math.IsNaN(d.Mean) {
		return Difference{}, errNaN
	}
	if d.Seeds > 1 {
		interval = interval.hull(TInterval(d.BySeed, options.Confidence))
	}
	if pairs.binary {
		interval = interval.hull(AgrestiMin(pairs.first, pairs.second, d.Queries, options.Confidence)).clip(-1, 1)
	}
	d.Interval = interval
	d.PSeeds = SignFlip(d.BySeed, options)
	d.PT = TTest(d.BySeed)
	d.PSequences = SignFlip(values.sequenceSums(), options)
	return d, nil
}

// Caution says in one sentence what the number of seeds cannot show; it is empty from 6 seeds on.
func (d Difference) Caution() string {
	least := math.Pow(2, float64(1-d.Seeds))
	switch {
	case d.Seeds == 1:
		return "1 seed: this compares two sets of weights, not two recipes"
	case least > 0.05:
		return fmt.Sprintf("%d seeds: the sign-flip test cannot give p below %.2g, and the t-test leans on normality; "+
			"6 seeds could reach 0.031", d.Seeds, least)
	}
	return ""
}

// pairs are the differences of two variants, query by query.
type pairs struct {
	differences   []measurement
	binary        bool // all values were 0 or 1
	first, second int  // if so: queries that only the first, or only the second, got right
}

// pair subtracts the second variant's values from the first's.
func pair(first, second []Row, metric Metric) (pairs, error) {
	a, err := measureUnnamed(first, metric)
	if err != nil {
		return pairs{}, err
	}
	b, err := measureUnnamed(second, metric)
	if err != nil {
		return pairs{}, err
	}
	if len(a) == 0 && len(b) == 0 {
		return pairs{}, errors.New("results: no row of either variant has the metric")
	}
	p := pairs{binary: true}
	for i := range max(len(a), len(b)) {
		if id, lonely := unpaired(a, b, i); lonely {
			return pairs{}, fmt.Errorf("results: task %s %s, length %d, seed %d, sample %d, query %d: only one variant has it; "+
				"compare variants on the same seeds and samples", id.Task, id.Haystack, id.Length, id.Seed, id.Sample, id.Query)
		}
		x, y := a[i].value, b[i].value
		p.differences = append(p.differences, measurement{a[i].id, x - y})
		p.binary = p.binary && (x == 0 || x == 1) && (y == 0 || y == 1)
		if x > y {
			p.first++
		} else if y > x {
			p.second++
		}
	}
	return p, nil
}

// measureUnnamed is measure with what tells the two sides of a pair apart taken out of the IDs.
func measureUnnamed(rows []Row, metric Metric) ([]measurement, error) {
	unnamed := make([]Row, len(rows))
	for i, row := range rows {
		row.Variant, row.TopK = "", 0
		unnamed[i] = row
	}
	return measure(unnamed, metric)
}

// unpaired is the ID at place i of one sorted list that is missing in the other, if there is one.
func unpaired(a, b []measurement, i int) (ID, bool) {
	switch {
	case i >= len(a):
		return b[i].id, true
	case i >= len(b):
		return a[i].id, true
	case compareIDs(a[i].id, b[i].id) < 0:
		return a[i].id, true
	}
	return b[i].id, a[i].id != b[i].id
}

// sequenceSums is the sum over the queries of each sequence, over all seeds.
func (values Nested) sequenceSums() []float64 {
	var sums []float64
	for _, seed := range values {
		for _, sequence := range seed {
			var sum float64
			for _, value := range sequence {
				sum += value
			}
			sums = append(sums, sum)
		}
	}
	return sums
}
