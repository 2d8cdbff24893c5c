package results

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAggregateGroups(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 0))
	always := func(int, int) float64 { return 1 }
	rows := append(simulate("b", 2, 3, 4, random, always), simulate("a", 1, 5, 2, random, always)...)
	for _, row := range simulate("b", 1, 1, 1, random, always) {
		row.Length, row.Correct = 256, false
		rows = append(rows, row)
	}
	cells, err := Aggregate(rows, ByVariantLength, Accuracy, Options{})
	if err != nil {
		t.Fatal(err)
	}
	type brief struct {
		Key                       VariantLength
		Mean                      float64
		Queries, Sequences, Seeds int
	}
	var got []brief
	for _, c := range cells {
		got = append(got, brief{c.Key, c.Mean, c.Queries, c.Sequences, c.Seeds})
	}
	want := []brief{
		{VariantLength{"b", 128}, 1, 24, 6, 2},
		{VariantLength{"a", 128}, 1, 10, 5, 1},
		{VariantLength{"b", 256}, 0, 1, 1, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if low := cells[0].Low; !near(low, Wilson(24, 24, 0.95).Low, 1e-12) {
		t.Errorf("all of 24 correct: low end %g, want that of Wilson", low)
	}
}

// TestAggregateMetrics: rows where retrieval was not measured count for accuracy only.
func TestAggregateMetrics(t *testing.T) {
	measured, other := testRow(), testRow()
	other.Query, other.Rank, other.Hit, other.GoldWeight, other.Picked, other.Correct = 8, 0, false, 0, nil, false
	rows := []Row{measured, other}
	for name, c := range map[string]struct {
		metric  Metric
		mean    float64
		queries int
	}{"accuracy": {Accuracy, 0.5, 2}, "recall": {Recall, 1, 1}, "weight": {GoldWeight, 0.93, 1}} {
		cells, err := Aggregate(rows, ByVariantLength, c.metric, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if e := cells[0].Estimate; e.Mean != c.mean || e.Queries != c.queries {
			t.Errorf("%s: mean %g of %d queries, want %g of %d", name, e.Mean, e.Queries, c.mean, c.queries)
		}
	}
	if cells, err := Aggregate([]Row{other}, ByVariantLength, Recall, Options{}); err != nil || len(cells) != 0 {
		t.Errorf("no row has the metric: %v, %v", cells, err)
	}
}

// TestAggregateRefuses: a row counted twice would make the interval too narrow.
func TestAggregateRefuses(t *testing.T) {
	again := testRow()
	again.Run = "another run"
	_, err := Aggregate([]Row{testRow(), again}, ByVariantLength, Accuracy, Options{})
	if err == nil || !strings.Contains(err.Error(), "cls-bypass on recall decoys, length 8192, K 4, seed 1, sample 3, query 7: measured twice") {
		t.Errorf("error %v", err)
	}
	nan := func(Row) (float64, bool) { return math.NaN(), true }
	if _, err := Aggregate([]Row{testRow()}, ByVariantLength, nan, Options{}); err == nil {
		t.Error("a metric that is not a number is accepted")
	}
}

// TestOrderDoesNotMatter: shuffled rows give the same estimate and the same difference, bit for bit; another seed gives another.
func TestOrderDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 0))
	p := func(seed, sequence int) float64 { return 0.5 + 0.1*float64(seed) }
	a, b := simulate("a", 3, 10, 4, random, p), simulate("b", 3, 10, 4, random, p)
	before := one(t, a, Options{})
	difference, err := Paired(a, b, Accuracy, Options{})
	if err != nil {
		t.Fatal(err)
	}
	random.Shuffle(len(a), func(i, j int) { a[i], a[j] = a[j], a[i] })
	if diff := cmp.Diff(before, one(t, a, Options{})); diff != "" {
		t.Errorf("estimate (-before +after the shuffle):\n%s", diff)
	}
	after, err := Paired(a, b, Accuracy, Options{})
	if diff := cmp.Diff(difference, after); err != nil || diff != "" {
		t.Errorf("difference, error %v (-before +after the shuffle):\n%s", err, diff)
	}
	values, err := measure(a, Accuracy)
	if err != nil {
		t.Fatal(err)
	}
	same, _ := ClusterBootstrap(nest(values), Options{Seed: 1})
	other, _ := ClusterBootstrap(nest(values), Options{Seed: 2})
	if same == other {
		t.Error("the seed of the draws changes nothing")
	}
}

// TestEstimateEqualValues: rounding in the draws must not push the mean out of its interval.
func TestEstimateEqualValues(t *testing.T) {
	values := Nested{{{0.1, 0.1, 0.1}, {0.1}}, {{0.1}, {0.1, 0.1}}}
	e, err := EstimateMean(values, Options{})
	if err != nil || !near(e.Mean, 0.1, 1e-15) || !near(e.Low, 0.1, 1e-15) || !near(e.High, 0.1, 1e-15) {
		t.Errorf("%+v, %v", e, err)
	}
}
