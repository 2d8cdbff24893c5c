package viz

import (
	"fmt"
	"math"
)

// Training shows how one or more runs learn: loss, recall@K and speed against
// the step, below one another. A measure that no run has is left out.
type Training struct {
	Title string
	Runs  []Run

	Provenance Provenance
}

// Run is one training run.
type Run struct {
	Name  string
	Steps []Step // by rising step
}

// Step is what was measured at one step of training; NaN, or zero for Speed,
// where it was not.
type Step struct {
	Step   float64
	Loss   float64 // nats
	Recall float64 // share of gold chunks picked
	Speed  float64 // tokens a second
}

// Heading returns the title.
func (t Training) Heading() string { return short(t.Title, maxTitle) }

// Origin returns where the runs come from.
func (t Training) Origin() Provenance { return t.Provenance }

// Alt describes the runs by the first and last of each measure.
func (t Training) Alt() string { return t.panels().Alt() }

// Validate refuses a training without title or runs, and what [Curve] refuses.
func (t Training) Validate() error {
	if err := requireText(named{"Training.Title", t.Title, "a title"}); err != nil {
		return err
	}
	if len(t.Runs) == 0 {
		return fmt.Errorf("viz: Training.Runs is empty: give at least one run")
	}
	p := t.panels()
	if len(p.Figures) == 0 {
		return fmt.Errorf("viz: Training.Runs has no loss, recall or speed: give at least one of them")
	}
	if err := p.Validate(); err != nil {
		return fmt.Errorf("viz: Training: %w", err)
	}
	return nil
}

func (t Training) form() form { return t.panels().form() }

// panels returns one curve a measure.
func (t Training) panels() Panels {
	p := Panels{Title: t.Title, Provenance: t.Provenance}
	for _, m := range []struct {
		title, label string
		of           func(Step) float64
		scale        Range
	}{
		{"Loss", "loss (nats)", func(s Step) float64 { return s.Loss }, Range{}},
		{"Recall", "recall@K", func(s Step) float64 { return s.Recall }, Range{0, 1}},
		{"Speed", "tokens a second", func(s Step) float64 { return positive(s.Speed) }, Range{}},
	} {
		c := Curve{Title: m.title, XLabel: "step", YLabel: m.label, YRange: m.scale}
		for _, r := range t.Runs {
			if s, ok := r.series(m.of); ok {
				c.Series = append(c.Series, s)
			}
		}
		if len(c.Series) > 0 {
			p.Figures = append(p.Figures, c)
		}
	}
	return p
}

// positive returns x, or NaN where it is not above zero.
func positive(x float64) float64 {
	if x > 0 {
		return x
	}
	return math.NaN()
}

// series returns the points of one measure, and whether there is any.
func (r Run) series(of func(Step) float64) (s Series, ok bool) {
	s.Name = r.Name
	for _, step := range r.Steps {
		y := of(step)
		ok = ok || !math.IsNaN(y)
		s.Points = append(s.Points, Point{X: step.Step, Y: y})
	}
	return s, ok
}
