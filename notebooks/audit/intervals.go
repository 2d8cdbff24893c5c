package audit

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// A study is a simulated evaluation: how much the log odds of a right answer differ between seeds and between texts.
type study struct {
	what                  string
	seeds, texts, queries int
	seedSD, textSD        float64
}

var studies = []study{
	{"one seed, questions differ", 1, 12, 4, 0, 0},
	{"one seed, texts differ", 1, 30, 16, 0, 1.5},
	{"three seeds, seeds differ", 3, 20, 8, 0.6, 0.3},
	{"five seeds, both differ", 5, 20, 8, 0.4, 0.8},
}

// Coverage simulates evaluations of a known accuracy, so many of each kind, and shows how often the 95 % interval of this
// repository holds the truth, beside the two intervals that are mostly used.
func Coverage(runs int) {
	t := viz.Table{
		Title: fmt.Sprintf("How often a 95 %% interval holds the truth, in %d simulated evaluations", runs), Corner: "evaluation",
		Columns: []string{"ours", "bootstrap alone", "Wilson alone"}, Decimals: 2, Groups: []viz.Group{{}},
	}
	least := 1.0
	for _, s := range studies {
		ours, bootstrap, wilson, err := s.coverage(runs)
		show.Check(err)
		least = min(least, ours)
		t.Groups[0].Rows = append(t.Groups[0].Rows, viz.Row{Label: s.what, Cells: []viz.Cell{{Value: ours}, {Value: bootstrap}, {Value: wilson}}})
	}
	show.Figures(t)
	show.Number("least coverage of ours", least, 0.05)
}

// AllRight is the interval of an accuracy of which every one of n independent questions was answered right.
func AllRight(n int) {
	i := results.Wilson(n, n, 0.95)
	show.Number(fmt.Sprintf("%d of %d right: the accuracy is above", n, n), i.Low, 0)
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// truth is the accuracy over all seeds and texts that could be.
func (s study) truth() float64 {
	random := rand.New(rand.NewPCG(7, 7))
	const n = 100_000
	sum := 0.0
	for range n {
		sum += logistic(math.Log(4) + s.seedSD*random.NormFloat64() + s.textSD*random.NormFloat64())
	}
	return sum / n
}

// draw simulates one evaluation and counts the right answers.
func (s study) draw(random *rand.Rand) (values results.Nested, right, n int) {
	for range s.seeds {
		var texts [][]float64
		seed := s.seedSD * random.NormFloat64()
		for range s.texts {
			p := logistic(math.Log(4) + seed + s.textSD*random.NormFloat64())
			queries := make([]float64, s.queries)
			for q := range queries {
				if random.Float64() < p {
					queries[q] = 1
					right++
				}
				n++
			}
			texts = append(texts, queries)
		}
		values = append(values, texts)
	}
	return values, right, n
}

// coverage is how often each kind of interval holds the truth.
func (s study) coverage(runs int) (ours, bootstrap, wilson float64, err error) {
	random := rand.New(rand.NewPCG(13, 0))
	truth, options := s.truth(), results.Options{Draws: 200}
	share := func(i results.Interval) float64 {
		if i.Contains(truth) {
			return 1 / float64(runs)
		}
		return 0
	}
	for range runs {
		values, right, n := s.draw(random)
		e, err := results.EstimateMean(values, options)
		if err != nil {
			return 0, 0, 0, err
		}
		b, err := results.ClusterBootstrap(values, options)
		if err != nil {
			return 0, 0, 0, err
		}
		ours += share(e.Interval)
		bootstrap += share(b)
		wilson += share(results.Wilson(right, n, 0.95))
	}
	return ours, bootstrap, wilson, nil
}
