package viz

import "fmt"

// ScoreMass shows whether scores rank chunks as attention would: the score
// q·landmark of each chunk against the logarithm of the attention mass that full
// attention gives it, a panel a layer, with their rank correlation.
type ScoreMass struct {
	Title  string
	Layers []ScoredLayer

	Provenance Provenance
}

// ScoredLayer is the pairs of one layer.
type ScoredLayer struct {
	Name    string
	LogMass []float64 // natural logarithm of the attention mass; NaN where there is none
	Score   []float64
}

// Heading returns the title.
func (s ScoreMass) Heading() string { return short(s.Title, maxTitle) }

// Origin returns where the pairs come from.
func (s ScoreMass) Origin() Provenance { return s.Provenance }

// Alt describes each layer by its rank correlation.
func (s ScoreMass) Alt() string { return s.panels().Alt() }

// Validate refuses pairs without title or layers, and what [Scatter] refuses.
func (s ScoreMass) Validate() error {
	if err := requireText(named{"ScoreMass.Title", s.Title, "a title"}); err != nil {
		return err
	}
	if len(s.Layers) == 0 {
		return fmt.Errorf("viz: ScoreMass.Layers is empty: give at least one layer")
	}
	if err := s.panels().Validate(); err != nil {
		return fmt.Errorf("viz: ScoreMass: %w", err)
	}
	return nil
}

func (s ScoreMass) form() form { return s.panels().form() }

func (s ScoreMass) panels() Panels {
	p := Panels{Title: s.Title, Columns: min(2, max(1, len(s.Layers))), Provenance: s.Provenance}
	for _, l := range s.Layers {
		p.Figures = append(p.Figures, Scatter{
			Title: l.Name, XLabel: "log attention mass", YLabel: "score", Correlate: true,
			Groups: []PointGroup{{Name: "chunks", X: l.LogMass, Y: l.Score}},
		})
	}
	return p
}
