package results

import (
	"cmp"
	"fmt"
	"slices"
)

// measurement is the value of one row.
type measurement struct {
	id    ID
	value float64
}

// measure takes the metric of every row that has it, in an order that depends on the rows only: by seed, then by sequence,
// then by query. The same measurement twice is an error, since it would be counted twice.
func measure(rows []Row, metric Metric) ([]measurement, error) {
	var list []measurement
	for _, row := range rows {
		if value, ok := metric(row); ok {
			list = append(list, measurement{row.ID(), value})
		}
	}
	slices.SortFunc(list, func(a, b measurement) int { return compareIDs(a.id, b.id) })
	for i := 1; i < len(list); i++ {
		if list[i].id == list[i-1].id {
			return nil, fmt.Errorf("results: %s: measured twice; keep one row of it", list[i].id)
		}
	}
	return list, nil
}

// compareIDs orders by seed, sequence and query, and then by what is left.
func compareIDs(a, b ID) int {
	return cmp.Or(cmp.Compare(a.Seed, b.Seed), compareSequences(a, b), cmp.Compare(a.Query, b.Query),
		cmp.Compare(a.Variant, b.Variant), cmp.Compare(a.TopK, b.TopK), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.YaRN, b.YaRN))
}

// compareSequences is 0 exactly when two IDs are queries of the same sequence.
func compareSequences(a, b ID) int {
	return cmp.Or(cmp.Compare(a.Task, b.Task), cmp.Compare(a.TaskHash, b.TaskHash), cmp.Compare(a.Haystack, b.Haystack),
		cmp.Compare(a.At, b.At), cmp.Compare(a.Length, b.Length), cmp.Compare(a.Sample, b.Sample))
}

// nest arranges sorted measurements by seed and sequence.
func nest(list []measurement) Nested {
	var values Nested
	for i, m := range list {
		newSeed := i == 0 || m.id.Seed != list[i-1].id.Seed
		if newSeed {
			values = append(values, nil)
		}
		seed := &values[len(values)-1]
		if newSeed || compareSequences(m.id, list[i-1].id) != 0 {
			*seed = append(*seed, nil)
		}
		sequence := &(*seed)[len(*seed)-1]
		*sequence = append(*sequence, m.value)
	}
	return values
}

// seedMeans is the mean over the queries of each seed.
func (values Nested) seedMeans() []float64 {
	means := make([]float64, len(values))
	for s, sequences := range values {
		var all total
		for _, queries := range sequences {
			for _, value := range queries {
				all.sum += value
			}
			all.n += float64(len(queries))
		}
		means[s] = all.sum / all.n
	}
	return means
}

// sizes counts queries and sequences over all seeds.
func (values Nested) sizes() (queries, sequences int) {
	for _, seed := range values {
		sequences += len(seed)
		for _, sequence := range seed {
			queries += len(sequence)
		}
	}
	return queries, sequences
}
