package viz

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// LandmarkMap shows landmarks in the plane of their two principal components,
// one point a chunk, with the chunk's text on hover.
type LandmarkMap struct {
	Title     string
	Landmarks [][]float64 // [chunk][dimension], finite; at least 3 chunks of 2 dimensions
	Text      []string    // of each chunk; nil for none
	Gold      []int       // chunks that hold evidence
	Picked    []int       // chunks that top-K picked

	Provenance Provenance
}

// maxPCA bounds the chunks from which the components are computed; of more,
// evenly chosen ones are taken, and all are drawn.
const maxPCA = 4096

// Heading returns the title.
func (m LandmarkMap) Heading() string { return short(m.Title, maxTitle) }

// Origin returns where the landmarks come from.
func (m LandmarkMap) Origin() Provenance { return m.Provenance }

// Alt describes the map by its chunks and what the plane holds of their spread.
func (m LandmarkMap) Alt() string {
	if m.Validate() != nil {
		return "Landmark map that cannot be drawn."
	}
	_, shares := m.plane()
	return fmt.Sprintf("Landmark map “%s”: %d chunks of %d dimensions in the plane of two principal components, which hold %s and %s of the variance. %d gold, %d picked.",
		m.Heading(), len(m.Landmarks), len(m.Landmarks[0]), percent(shares[0]), percent(shares[1]), len(m.Gold), len(m.Picked))
}

func percent(x float64) string { return number(math.Round(100*x)) + " %" }

// Validate refuses a map without title, with fewer than 3 landmarks or 2
// dimensions, with ragged or non-finite landmarks, or marks that are no chunks.
func (m LandmarkMap) Validate() error {
	if err := requireText(named{"LandmarkMap.Title", m.Title, "a title"}); err != nil {
		return err
	}
	if len(m.Landmarks) < 3 || len(m.Landmarks[0]) < 2 {
		return fmt.Errorf("viz: LandmarkMap.Landmarks has %d chunks: give at least 3, of 2 dimensions or more", len(m.Landmarks))
	}
	for i, l := range m.Landmarks {
		if len(l) != len(m.Landmarks[0]) {
			return fmt.Errorf("viz: LandmarkMap.Landmarks[%d] has %d dimensions, the first has %d: make all equally long", i, len(l), len(m.Landmarks[0]))
		}
		for d, v := range l {
			if !finite(v) {
				return fmt.Errorf("viz: LandmarkMap.Landmarks[%d][%d] is %g: want finite numbers", i, d, v)
			}
		}
	}
	if m.Text != nil && len(m.Text) != len(m.Landmarks) {
		return fmt.Errorf("viz: LandmarkMap.Text has %d entries for %d chunks: give one for each, or none", len(m.Text), len(m.Landmarks))
	}
	if err := within("LandmarkMap.Gold", m.Gold, len(m.Landmarks)); err != nil {
		return err
	}
	return within("LandmarkMap.Picked", m.Picked, len(m.Landmarks))
}

// within refuses chunks that do not exist.
func within(field string, chunks []int, n int) error {
	for i, c := range chunks {
		if c < 0 || c >= n {
			return fmt.Errorf("viz: %s[%d] is chunk %d, outside the %d chunks", field, i, c, n)
		}
	}
	return nil
}

func (m LandmarkMap) form() form {
	at, shares := m.plane()
	group := make([]string, len(m.Landmarks))
	for _, c := range m.Picked {
		group[c] = "picked"
	}
	for _, c := range m.Gold {
		if group[c] != "" {
			group[c] = "gold and picked"
		} else {
			group[c] = "gold"
		}
	}
	s := Scatter{
		Title: m.Title, Provenance: m.Provenance,
		XLabel: "principal component 1 (" + percent(shares[0]) + " of the variance)",
		YLabel: "principal component 2 (" + percent(shares[1]) + " of the variance)",
	}
	for _, name := range []string{"gold and picked", "gold", "picked", ""} {
		if g := m.group(name, group, at); len(g.X) > 0 {
			s.Groups = append(s.Groups, g)
		}
	}
	return s.form()
}

func (m LandmarkMap) group(name string, of []string, at [][2]float64) PointGroup {
	g := PointGroup{Name: name}
	if name == "" {
		g.Name = "other chunks"
	}
	for c, p := range at {
		if of[c] != name {
			continue
		}
		g.X, g.Y = append(g.X, p[0]), append(g.Y, p[1])
		text := fmt.Sprintf("chunk %d", c)
		if m.Text != nil {
			text += ": " + m.Text[c]
		}
		g.Text = append(g.Text, text)
	}
	return g
}

// plane returns the place of each landmark in the plane of the two greatest
// principal components, and the share of the variance that each holds. The sign
// of a component is that of its largest part.
func (m LandmarkMap) plane() (at [][2]float64, shares [2]float64) {
	n, dims := len(m.Landmarks), len(m.Landmarks[0])
	step := (n + maxPCA - 1) / maxPCA
	sample := mat.NewDense((n+step-1)/step, dims, nil)
	for i := range sample.RawMatrix().Rows {
		sample.SetRow(i, m.Landmarks[i*step])
	}
	at = make([][2]float64, n)
	var pc stat.PC
	if !pc.PrincipalComponents(sample, nil) {
		return at, shares
	}
	var axes mat.Dense
	pc.VectorsTo(&axes)
	total := 0.0
	for _, v := range pc.VarsTo(nil) {
		total += v
	}
	for k := range min(2, axes.RawMatrix().Cols) {
		if total > 0 {
			shares[k] = pc.VarsTo(nil)[k] / total
		}
		m.project(at, k, mat.Col(nil, k, &axes), sample)
	}
	return at, shares
}

// project writes coordinate k of every landmark: its part along axis, from the
// mean of the sample.
func (m LandmarkMap) project(at [][2]float64, k int, axis []float64, sample *mat.Dense) {
	largest, mean := 0.0, 0.0
	for d, v := range axis {
		if math.Abs(v) > math.Abs(largest)*(1+1e-9) {
			largest = v
		}
		mean += v * stat.Mean(mat.Col(nil, d, sample), nil)
	}
	sign := math.Copysign(1, largest)
	for c, l := range m.Landmarks {
		sum := 0.0
		for d, v := range axis {
			sum += v * l[d]
		}
		at[c][k] = sign * (sum - mean)
	}
}
