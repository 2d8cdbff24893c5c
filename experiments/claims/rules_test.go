package claims

import (
	"flag"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hsalab/hsalab/experiments/results"
)

// trainedAt plants a model trained at some length, tested up to 64 times that.
func trainedAt(length int, far float64) []results.Row {
	return plant(accuracies{1: 0.98, 16: max(far, 0.8), 64: far}, func(r *results.Row) {
		r.Variant, r.Haystack = fmt.Sprintf("length=%d", length), "noise"
		r.Length = int(float64(length) * r.Ratio)
	})
}

func TestReach(t *testing.T) {
	judge(t, "C4", 0, trainedAt(128, 0.2), trainedAt(512, 0.95)).want(t, Reproduced, "16 chunks reach 16×, 64 chunks reach 64×")
	judge(t, "C4", 0, trainedAt(32, 0.2), trainedAt(128, 0.95), trainedAt(512, 0.95)).want(t, NotReproduced, "fewer than 64 chunks suffice")
	judge(t, "C4", 0, trainedAt(32, 0.2), trainedAt(512, 0.2)).want(t, NotReproduced, "no training length reaches far")
	judge(t, "C4", 0, trainedAt(32, 0.2), trainedAt(128, 0.2)).want(t, NotTestable, "wants training lengths below and from 64 chunks on")
	judge(t, "C4", 0).want(t, NotTestable, "no rows")
}

// forms plants the three RULER forms of the tiny model.
func forms(length int, sn, mq, vt float64) []results.Row {
	var rows []results.Row
	for task, right := range map[string]float64{"S-N": sn, "MQ-N": mq, "VT": vt} {
		rows = append(rows, plantSeeds(1, accuracies{float64(length) / 4096: right}, func(r *results.Row) {
			r.Variant, r.Task, r.Haystack, r.Length = "tiny", task, "text", length
		})...)
	}
	return rows
}

func TestLevel(t *testing.T) {
	judge(t, "C6", 0, forms(1<<25, 0.99, 0.85, 0.8)).want(t, Reproduced, "not below 0.70")
	judge(t, "C6", 0, forms(1<<25, 0.9, 0.3, 0.1)).want(t, NotReproduced, "below 0.70")
	judge(t, "C6", 0, forms(1<<25, 0.72, 0.68, 0.65)).want(t, NotReproduced, "the interval reaches below 0.70")
	judge(t, "C6", 0, forms(1<<20, 0.99, 0.85, 0.8)).want(t, NotTestable, "tested up to 1048576 tokens")
	judge(t, "C6", 1, forms(1<<20, 0.99, 0.85, 0.8)).want(t, Reproduced, "at 256×")
	judge(t, "C6", 1, forms(1<<20, 0.9, 0.3, 0.1)).want(t, NotReproduced, "below 0.70")
	judge(t, "C6", 1, forms(1<<16, 0.99, 0.85, 0.8)).want(t, NotTestable, "tested up to 65536 tokens")
	judge(t, "C6", 0, forms(1<<25, 0.99, 0.9, 0.9)[:96]).want(t, NotTestable, "no rows of task")
	for measure, haystack := range map[int]string{2: "noise", 3: "decoys"} {
		nano := func(right float64) []results.Row {
			return plant(accuracies{1: 0.99, 8192: right}, func(r *results.Row) { r.Variant, r.Haystack = "nano", haystack })
		}
		judge(t, "C6", measure, nano(0.9)).want(t, Reproduced, "")
		judge(t, "C6", measure, nano(0.5)).want(t, NotReproduced, "")
		judge(t, "C6", measure).want(t, NotTestable, "no rows")
	}
	judge(t, "C16", 0, forms(1<<26, 0.99, 0.9, 0.9)).want(t, Reproduced, "")
	judge(t, "C16", 0, forms(1<<26, 0.2, 0.2, 0.2)).want(t, NotReproduced, "")
	judge(t, "C16", 0, forms(1<<25, 0.99, 0.9, 0.9)).want(t, NotTestable, "want 33554433 tokens")
}

// TestAverage: the average of independent tasks is surer than each of them.
func TestAverage(t *testing.T) {
	mean := average([]Evidence{{Value: 0.5, Low: 0.2, High: 0.6, Queries: 5, Seeds: 3}, {Value: 0.9, Low: 0.5, High: 1.1, Queries: 7, Seeds: 2}})
	want := Evidence{Label: "average of the tasks", Value: 0.7, Low: 0.45, High: 0.7 + math.Sqrt(0.0125), Queries: 12, Seeds: 2}
	if diff := cmp.Diff(want, mean, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("average (-want +got):\n%s", diff)
	}
}

func TestCollapse(t *testing.T) {
	for id, variant := range map[string]string{"C7": "mamba2", "C8": "full-attention+yarn", "C9": "landmark-attention"} {
		rival := func(seeds int, near, far float64) []results.Row {
			return plantSeeds(seeds, accuracies{1: near, 4: near, 8: far}, func(r *results.Row) { r.Variant, r.Haystack = variant, "noise" })
		}
		judge(t, id, 0, rival(5, 0.9, 0.07)).want(t, Reproduced, "at 8×")
		judge(t, id, 0, rival(5, 0.9, 0.88)).want(t, NotReproduced, "it keeps more")
		judge(t, id, 0, rival(5, 0.03, 0.03)).want(t, NotTestable, "has not learned the task")
		judge(t, id, 0, rival(2, 0.9, 0.07)).want(t, NotTestable, "2 seeds, want 3")
		judge(t, id, 0).want(t, NotTestable, "no rows")
	}
}

// babilong plants a model, and the best guess, on BABILong at 4K and 8M tokens.
func babilong(variant string, near, far, guess float64) []results.Row {
	rows := func(name string, near, far float64) []results.Row {
		return plantSeeds(1, accuracies{1: near, 2048: far}, func(r *results.Row) {
			r.Variant, r.Task, r.Haystack, r.Length = name, "qa1", "text", int(4096*r.Ratio)
		})
	}
	return append(append(rows(variant, near, far), rows("label-prior", 0.15, 0.15)...), rows("recency", guess, guess)...)
}

func TestFlat(t *testing.T) {
	const rival = "tiny-no-memory"
	long := func(rows []results.Row) []results.Row { // ten times as many samples: the tolerance asks for narrow intervals
		var all []results.Row
		for i := range 10 {
			for _, r := range rows {
				r.Sample += 12 * i
				r.Correct = draw(r) < map[string]float64{rival: 0.5, "label-prior": 0.15, "recency": 0.4}[r.Variant]
				all = append(all, r)
			}
		}
		return all
	}
	judge(t, "C10", 0, long(babilong(rival, 0.5, 0.5, 0.4))).want(t, Reproduced, "a guess")
	judge(t, "C10", 0, babilong(rival, 0.8, 0.3, 0.3)).want(t, NotReproduced, "not shown to stay within 0.1")
	judge(t, "C10", 0, babilong(rival, 0.8, 0.8, 0.2)).want(t, NotReproduced, "not shown to be 0.5 of it")
	judge(t, "C10", 0, babilong(rival, 0.8, 0.8, 0.2)[:192]).want(t, NotTestable, "no rows of the controls")
	judge(t, "C10", 0).want(t, NotTestable, "no rows")
}

func TestHolds(t *testing.T) {
	judge(t, "C11", 0, babilong("tiny-babilong", 0.95, 0.95, 0.3)).want(t, Reproduced, "at 2048×")
	judge(t, "C11", 0, babilong("tiny-babilong", 0.95, 0.5, 0.3)).want(t, NotReproduced, "not shown to be")
	judge(t, "C11", 0, babilong("tiny-babilong", 0.3, 0.3, 0.3)).want(t, NotTestable, "not above a guess")
	judge(t, "C11", 0).want(t, NotTestable, "no rows")
}

// diagnosed is a source of diagnoses.
type diagnosed struct {
	Planted
	list []results.Diagnosis
}

func (d diagnosed) Diagnoses() ([]results.Diagnosis, error) { return d.list, nil }

func TestCorrelation(t *testing.T) {
	c := claim(t, "C13")
	for measure, m := range c.Measures {
		at := func(ratio, low float64, layer int) results.Diagnosis {
			return results.Diagnosis{
				Variant: m.Where["variant"], Task: m.Where["task"], Length: int(128 * ratio), Ratio: ratio, Layer: layer, Questions: 10,
				ScoreMass: low + 0.05, ScoreMassLow: low, ScoreMassHigh: low + 0.1,
			}
		}
		judged := func(list ...results.Diagnosis) Verdict {
			v, err := Judge(c, m, diagnosed{list: list}, results.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		judged(at(1, 0.6, 0), at(1, 0.55, 1), at(16, 0.1, 0)).want(t, Reproduced, "0.65 [0.60, 0.70] at 1×")
		judged(at(1, 0.6, 0), at(1, 0.48, 1)).want(t, NotReproduced, "0.5 is asked for")
		judged(at(16, 0.6, 0)).want(t, NotTestable, "no diagnosis at 1×")
		judged(results.Diagnosis{Variant: "other", Ratio: 1}).want(t, NotTestable, "no rows")
		if v := judged(at(1, 0.6, 0)); v.Rows != "diagnoses" || v.Queries != 10 {
			t.Errorf("measure %d: rows %q, n %d", measure, v.Rows, v.Queries)
		}
	}
}

// TestEveryClaim holds the list to that of the paper, and each measure to having been judged in all directions by the tests
// before it, where all of them ran.
func TestEveryClaim(t *testing.T) {
	list, err := All()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range list {
		got = append(got, c.ID)
	}
	const want = "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16"
	if strings.Join(got, " ") != want {
		t.Errorf("claims %v, want %s", got, want)
	}
	verdicts, err := JudgeAll(list, Planted{}, results.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts {
		v.want(t, NotTestable, "no rows")
	}
	if flag.Lookup("test.run").Value.String() != "" || flag.Lookup("test.shuffle").Value.String() != "off" {
		return
	}
	for _, c := range list {
		for _, m := range c.Measures {
			for _, outcome := range []Outcome{Reproduced, NotReproduced, NotTestable} {
				if key := measureKey(c.ID, m.Scale, m.Note); !judgedAs[key][outcome] {
					t.Errorf("%s: no test plants rows for which it is %s", key, outcome)
				}
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const good = `[[claim]]
id = "C1"
title = "t"
statement = "s"
source = "section 1"
paper = "unknown"
[[claim.measure]]
rule = "collapse"
scale = "nano"
rows = ["eval"]
far = 8
keeps = 0.5
`
	if _, err := parse(good); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ change, want string }{
		"unknown key":    {"verdict = \"reproduced\"\n", "claim.measure.verdict"},
		"unknown metric": {"metric = \"luck\"\n", "metric \"luck\""},
		"unknown field":  {"where = { color = \"red\" }\n", "color"},
		"bare pair":      {"compare = [{ label = \"a\" }]\n", "compare"},
		"twice":          {good, "twice"},
	} {
		if _, err := parse(good + c.change); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.want)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(good), "\n") {
		if _, err := parse(strings.Replace(good, line+"\n", "", 1)); err == nil {
			t.Errorf("without %s: no error", line)
		}
	}
}
