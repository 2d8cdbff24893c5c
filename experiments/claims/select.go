package claims

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// Side selects rows: each key is a field, its value what the field must be. A value that ends in * asks for what
// starts so; several, with | between them, ask for any. The top-Ks are numbers, or all; k_test may also be training.
type Side map[string]string

// fields of a row that a [Side] can name.
var fields = map[string]func(results.Row) string{
	"variant":  func(r results.Row) string { return r.Variant },
	"task":     func(r results.Row) string { return r.Task },
	"haystack": func(r results.Row) string { return r.Haystack },
	"encoder":  func(r results.Row) string { return r.Encoder },
	"residual": func(r results.Row) string { return r.Residual },
	"k_train":  func(r results.Row) string { return topK(r.TrainTopK) },
	"k_test":   func(r results.Row) string { return topK(r.TopK) },
}

func topK(k int) string {
	if k == 0 {
		return "all"
	}
	return strconv.Itoa(k)
}

// check refuses a field that rows do not have.
func (s Side) check() error {
	for key, value := range s {
		if fields[key] == nil {
			return fmt.Errorf("%s = %q: rows have no such field; want one of %s", key, value, strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
		}
	}
	return nil
}

// holds says whether a row is selected.
func (s Side) holds(r results.Row) bool {
	for key, want := range s {
		if key == "k_test" && want == "training" {
			want = topK(r.TrainTopK)
		}
		if !matches(fields[key](r), want) {
			return false
		}
	}
	return true
}

func matches(value, want string) bool {
	for _, w := range strings.Split(want, "|") {
		start, open := strings.CutSuffix(w, "*")
		if value == w || open && strings.HasPrefix(value, start) {
			return true
		}
	}
	return false
}

// Of returns the selected rows; do not change them.
func (s Side) Of(rows []results.Row) []results.Row {
	if len(s) == 0 {
		return rows
	}
	return where(rows, s.holds)
}

// where returns the rows for which keep is true.
func where(rows []results.Row, keep func(results.Row) bool) []results.Row {
	n := 0
	for i := range rows {
		if keep(rows[i]) {
			n++
		}
	}
	list := make([]results.Row, 0, n)
	for i := range rows {
		if keep(rows[i]) {
			list = append(list, rows[i])
		}
	}
	return list
}

// metrics by name.
var metrics = map[string]results.Metric{
	"accuracy": results.Score, "recall": results.Recall, "weight": results.GoldWeight, "integration": results.Integration,
}

func metricNamed(name string) (results.Metric, error) {
	if name == "" {
		name = "accuracy"
	}
	m, ok := metrics[name]
	if !ok {
		return nil, fmt.Errorf("metric %q: want one of %s", name, strings.Join(slices.Sorted(maps.Keys(metrics)), ", "))
	}
	return m, nil
}

// atRatio returns the rows of one length / training length.
func atRatio(rows []results.Row, ratio float64) []results.Row {
	return where(rows, func(r results.Row) bool { return r.Ratio == ratio })
}

// ratiosOf lists the lengths / training length of rows, rising.
func ratiosOf(rows []results.Row) []float64 {
	seen := map[float64]bool{}
	for _, r := range rows {
		seen[r.Ratio] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
