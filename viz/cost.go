package viz

import "fmt"

// Cost shows what a context costs: time and memory against its length, both
// axes logarithmic, so that cost in proportion to length is a straight line.
type Cost struct {
	Title          string
	Series         []CostSeries
	TrainingLength float64 // marked by a line; 0 for none

	Provenance Provenance
}

// CostSeries is one model or backend.
type CostSeries struct {
	Name   string
	Points []CostPoint // by rising length
}

// CostPoint is what one length costs; a zero Measure is unknown.
type CostPoint struct {
	Length  float64 // tokens
	Seconds Measure
	Bytes   Measure
}

// Heading returns the title.
func (c Cost) Heading() string { return short(c.Title, maxTitle) }

// Origin returns where the measures come from.
func (c Cost) Origin() Provenance { return c.Provenance }

// Alt describes each series by its first and last length.
func (c Cost) Alt() string { return c.panels().Alt() }

// Validate refuses a cost without title or points, or at or below zero.
func (c Cost) Validate() error {
	if err := requireText(named{"Cost.Title", c.Title, "a title"}); err != nil {
		return err
	}
	p := c.panels()
	if len(p.Figures) == 0 {
		return fmt.Errorf("viz: Cost.Series has neither seconds nor bytes: give at least one measurement")
	}
	if err := p.Validate(); err != nil {
		return fmt.Errorf("viz: Cost: %w", err)
	}
	return nil
}

func (c Cost) form() form { return c.panels().form() }

func (c Cost) panels() Panels {
	p := Panels{Title: c.Title, Columns: 2, Provenance: c.Provenance}
	const mega = 1 << 20
	for _, m := range []struct {
		title, label string
		of           func(CostPoint) Measure
		unit         float64
	}{
		{"Time", "seconds", func(p CostPoint) Measure { return p.Seconds }, 1},
		{"Memory", "memory (MiB)", func(p CostPoint) Measure { return p.Bytes }, mega},
	} {
		curve := Curve{Title: m.title, XLabel: "context length (tokens)", YLabel: m.label, Log2X: true, Log10Y: true, TrainingLength: c.TrainingLength}
		for _, s := range c.Series {
			line := Series{Name: s.Name}
			for _, q := range s.Points {
				if v := m.of(q); v.known() {
					line.Points = append(line.Points, Point{X: q.Length, Y: v.Value / m.unit, Low: v.Low / m.unit, High: v.High / m.unit, N: v.N})
				}
			}
			if len(line.Points) > 0 {
				curve.Series = append(curve.Series, line)
			}
		}
		if len(curve.Series) > 0 {
			p.Figures = append(p.Figures, curve)
		}
	}
	return p
}
