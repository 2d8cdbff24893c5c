package sweep

import (
	"fmt"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/study"
)

// oneTest is one evaluation of a model: a pass on one task with one top-K.
type oneTest struct {
	model   *experiments.Trained
	options eval.Options
	tokens  int
}

// tests lists the evaluations of a run.
func tests(r study.Run, trained *experiments.Trained, w Where) ([]oneTest, error) {
	var list []oneTest
	for _, p := range r.Passes {
		spec, err := p.TestTask(trained.Task)
		if err != nil {
			return nil, err
		}
		model := *trained
		model.Task = spec
		for _, task := range p.Tasks {
			for _, k := range p.TestTopK() {
				o := eval.Options{
					Backend: w.Eval, Tasks: []string{task}, Lengths: p.TestLengths(trained.Config().TrainingLength), Samples: p.Samples,
					Tail: p.Tail, TopK: k, YaRN: p.YaRN, Workers: 1, Variant: r.Variant.Name + p.Suffix, Seed: int64(r.Seed), Command: w.Command,
				}
				list = append(list, oneTest{&model, o, tokensOf(o)})
			}
		}
	}
	return list, nil
}

// tokensOf is how many tokens an evaluation reads.
func tokensOf(o eval.Options) int {
	total := 0
	for _, l := range o.Lengths {
		n := o.Samples
		if n == 0 {
			n = eval.DefaultSamples(l)
		}
		total += n * l
	}
	return total
}

// clock tells how far the tests of a run are.
type clock struct {
	tests         []oneTest
	number        int // of the present test
	before, total int // tokens of the tests before the present one, and of all
	started       time.Time
}

func newClock(tests []oneTest) *clock {
	c := &clock{tests: tests, started: time.Now()}
	for _, t := range tests {
		c.total += t.tokens
	}
	return c
}

// ended moves on to the next test.
func (c *clock) ended() {
	c.before += c.tests[c.number].tokens
	c.number++
}

// at is the status while the present test stands there.
func (c *clock) at(s eval.Status) Status {
	done := float64(c.before+s.TokensDone) / float64(max(1, c.total))
	left := time.Duration(float64(time.Since(c.started)) * (1 - done) / max(done, 1e-9))
	o := c.tests[c.number].options
	return Status{Phase: Test, Done: done, Left: left,
		Text: fmt.Sprintf("test %d/%d: %s at %d tokens", c.number+1, len(c.tests), o.Tasks[0], s.Length)}
}
