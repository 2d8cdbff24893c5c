package sweep

import (
	"context"
	"testing"

	"github.com/hsalab/hsalab/experiments/study"
)

// TestStudies carries every variant of every study out as shortly as can be: a step of training, and every test on one short
// text. What a study asks for that cannot be trained or tested shows here, and not after an hour.
func TestStudies(t *testing.T) {
	if testing.Short() {
		t.Skip("trains every variant of every study for a step")
	}
	all, err := study.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			runs, err := s.Runs(1)
			if err != nil {
				t.Fatal(err)
			}
			w := Where{Dir: t.TempDir()}
			for _, r := range runs {
				if err := Do(context.Background(), shortest(r), w, nil); err != nil {
					t.Errorf("%s: %v", r.Name(), err)
				}
			}
		})
	}
}

// shortest is a run cut down to one step of one text, and tests of one text.
func shortest(r study.Run) study.Run {
	c := &r.Recipe.Curriculum
	last := c.Lengths[len(c.Lengths)-1]
	c.Lengths, c.Shares, c.MaxSteps = []int{last}, []float64{1}, 1
	r.Recipe.TokensPerStep = last
	passes := r.Passes
	r.Passes = nil
	for _, p := range passes {
		p.Ratios, p.Lengths, p.Samples = []int{2}, nil, 1
		r.Passes = append(r.Passes, p)
	}
	return r
}
