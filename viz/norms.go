package viz

import "fmt"

// ResidualNorms shows how large each branch is beside the residual stream that
// it is added to, by layer and context length: whether what was retrieved still
// counts when the context grows.
type ResidualNorms struct {
	Title    string
	Layers   []string  // rows, from the input up
	Lengths  []float64 // in tokens; columns, rising
	Branches []Branch

	TrainingLength float64 // marked by a line where the columns pass it; 0 for none

	Provenance Provenance
}

// Branch is one part of a block, such as its window attention, HSA or MLP.
type Branch struct {
	Name  string
	Norms [][]Measure // [layer][length], norm of the branch over that of the stream; the zero Measure is unknown
}

// Heading returns the title.
func (r ResidualNorms) Heading() string { return short(r.Title, maxTitle) }

// Origin returns where the norms come from.
func (r ResidualNorms) Origin() Provenance { return r.Provenance }

// Alt describes the branches by the range of their norms.
func (r ResidualNorms) Alt() string {
	if r.Validate() != nil {
		return "Residual norms that cannot be drawn."
	}
	s := fmt.Sprintf("Residual norms “%s”.", r.Heading())
	for _, b := range r.Branches {
		s += " " + r.measures(b).alt("Branch")
	}
	return s
}

// Validate refuses norms without title, layers, lengths or branches, of another
// shape, or below zero.
func (r ResidualNorms) Validate() error {
	if err := requireText(named{"ResidualNorms.Title", r.Title, "a title"}); err != nil {
		return err
	}
	if len(r.Layers) == 0 || len(r.Branches) == 0 {
		return fmt.Errorf("viz: ResidualNorms has %d Layers and %d Branches: give at least one of each", len(r.Layers), len(r.Branches))
	}
	if err := ascending("ResidualNorms.Lengths", r.Lengths); err != nil {
		return err
	}
	for i, b := range r.Branches {
		where := fmt.Sprintf("ResidualNorms.Branches[%d]", i)
		if err := requireText(named{where + ".Name", b.Name, `a name, such as "HSA"`}); err != nil {
			return err
		}
		if err := checkMeasures(where+".Norms", b.Norms, len(r.Layers), len(r.Lengths)); err != nil {
			return err
		}
		if _, norms := known(b.Norms); norms.Low < 0 {
			return fmt.Errorf("viz: %s.Norms has %g: a norm is not negative", where, norms.Low)
		}
	}
	return nil
}

func (r ResidualNorms) form() form {
	p := Panels{Title: r.Title, Columns: 1, SameScale: true, Provenance: r.Provenance}
	for _, b := range r.Branches {
		p.Figures = append(p.Figures, norms{r.measures(b)})
	}
	return p.form()
}

// norms is the map of one branch.
type norms struct{ measureMap }

func (n norms) Validate() error    { return nil }
func (n norms) Alt() string        { return n.alt("Branch") }
func (n norms) Heading() string    { return n.title }
func (n norms) Origin() Provenance { return n.provenance }

func (r ResidualNorms) measures(b Branch) measureMap {
	m := measureMap{
		title: b.Name, corner: "layer", xLabel: "context length (tokens)", yLabel: "layer", rows: r.Layers,
		layers: []measureLayer{{label: "norm / norm of the stream", cells: b.Norms}},
		rule:   NeedleMap{Lengths: r.Lengths, TrainingLength: r.TrainingLength}.trainedUpTo(),
	}
	for _, l := range r.Lengths {
		m.cols = append(m.cols, size(l))
	}
	return m
}
