package claims

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

// accuracies are a variant's accuracy by length / training length.
type accuracies map[float64]float64

// plant makes rows of a variant: 5 seeds, 12 sequences of 8 questions, right with the given chance. edit sets the other fields.
func plant(of accuracies, edit func(*results.Row)) []results.Row { return plantSeeds(5, of, edit) }

func plantSeeds(seeds int, of accuracies, edit func(*results.Row)) []results.Row {
	var rows []results.Row
	for ratio, right := range of {
		for i := range seeds * 12 * 8 {
			r := results.Row{
				Variant: "v", Task: "recall-conjunctive-decoys", Haystack: "decoys", Length: int(128 * ratio), Ratio: ratio,
				Seed: int64(i / 96), Sample: i / 8 % 12, Query: i % 8, GoldChunk: 1, Rank: 1, Hit: true,
				TopK: 4, TrainTopK: 4, Encoder: "cls", Residual: "bypass", Command: "planted", Commit: "c0ffee",
			}
			edit(&r)
			r.Correct = draw(r) < right
			rows = append(rows, r)
		}
	}
	return rows
}

// draw is a number from 0 to 1 that depends on the row alone.
func draw(r results.Row) float64 {
	h := fnv.New64a()
	h.Write([]byte(r.ID().String()))
	return rand.New(rand.NewPCG(h.Sum64(), 1)).Float64()
}

// named plants a variant by its name.
func named(variant string, of accuracies) []results.Row {
	return plant(of, func(r *results.Row) { r.Variant = variant })
}

// claim finds a claim of the embedded list.
func claim(t *testing.T, id string) Claim {
	t.Helper()
	list, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no claim %s", id)
	return Claim{}
}

// judge judges one measure of a claim by planted rows of its first file.
func judge(t *testing.T, id string, measure int, rows ...[]results.Row) Verdict {
	t.Helper()
	c := claim(t, id)
	m := c.Measures[measure]
	var all []results.Row
	for _, r := range rows {
		all = append(all, r...)
	}
	v, err := Judge(c, m, Planted{m.Rows[0]: all}, results.Options{Draws: 400})
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return v
}

// judgedAs are the outcomes that planted rows gave each measure, in the tests that have run.
var judgedAs = map[string]map[Outcome]bool{}

func measureKey(claim, scale, note string) string { return claim + ": " + scale + ". " + note }

// want holds a verdict to an outcome, and to words of its reason.
func (v Verdict) want(t *testing.T, outcome Outcome, reason string) {
	t.Helper()
	key := measureKey(v.Claim, v.Scale, v.Note)
	if judgedAs[key] == nil {
		judgedAs[key] = map[Outcome]bool{}
	}
	judgedAs[key][v.Outcome] = true
	if v.Outcome != outcome || !strings.Contains(v.Reason, reason) {
		t.Errorf("%s: %s, since %s\n%v\nwant %s, since … %s …", v.Claim, v.Outcome, v.Reason, v.Evidence, outcome, reason)
	}
}
