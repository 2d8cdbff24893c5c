package viz

import "fmt"

// NeedleMap shows how well a needle is found, by its depth in the haystack and
// the length of the context: accuracy and, where it is given, recall@K, the
// share of needles whose chunk was picked.
type NeedleMap struct {
	Title   string
	Depths  []float64 // from 0, the start of the haystack, to 1; rows, rising
	Lengths []float64 // in tokens; columns, rising

	Accuracy [][]Measure // [depth][length], shares; the zero Measure is unknown
	Recall   [][]Measure // [depth][length], shares; nil for none

	TrainingLength float64 // marked by a line where the columns pass it; 0 for none

	Provenance Provenance
}

// Heading returns the title.
func (m NeedleMap) Heading() string { return short(m.Title, maxTitle) }

// Origin returns where the measures come from.
func (m NeedleMap) Origin() Provenance { return m.Provenance }

// Alt describes the map by its size and the range of its measures.
func (m NeedleMap) Alt() string {
	if m.Validate() != nil {
		return "Needle map that cannot be drawn."
	}
	return m.measures().alt("Needle map")
}

// Validate refuses a map without title, depths or lengths, with depths outside
// [0, 1] or axes that do not rise, and measures that are no shares or of another
// shape.
func (m NeedleMap) Validate() error {
	if err := requireText(named{"NeedleMap.Title", m.Title, "a title"}); err != nil {
		return err
	}
	if err := ascending("NeedleMap.Depths", m.Depths); err != nil {
		return err
	}
	if first, last := m.Depths[0], m.Depths[len(m.Depths)-1]; first < 0 || last > 1 {
		return fmt.Errorf("viz: NeedleMap.Depths runs from %g to %g: want shares of the haystack, from 0 to 1", first, last)
	}
	if err := ascending("NeedleMap.Lengths", m.Lengths); err != nil {
		return err
	}
	if m.Lengths[0] <= 0 || !finite(m.TrainingLength) || m.TrainingLength < 0 {
		return fmt.Errorf("viz: NeedleMap.Lengths starts at %g, TrainingLength is %g: want numbers of tokens", m.Lengths[0], m.TrainingLength)
	}
	return m.checkCells()
}

func (m NeedleMap) checkCells() error {
	for field, ms := range map[string][][]Measure{"NeedleMap.Accuracy": m.Accuracy, "NeedleMap.Recall": m.Recall} {
		if ms == nil && field == "NeedleMap.Recall" {
			continue
		}
		if err := checkMeasures(field, ms, len(m.Depths), len(m.Lengths)); err != nil {
			return err
		}
		if err := share(field, ms); err != nil {
			return err
		}
	}
	return nil
}

func (m NeedleMap) form() form { return m.measures().form() }

func (m NeedleMap) measures() measureMap {
	whole := Range{0, 1}
	mm := measureMap{
		title: m.Title, corner: "depth", xLabel: "context length (tokens)", yLabel: "depth of the needle",
		layers:  []measureLayer{{"accuracy", m.Accuracy, whole}},
		caption: "Depth 0 % is the start of the haystack.", provenance: m.Provenance,
	}
	for _, d := range m.Depths {
		mm.rows = append(mm.rows, number(round(100*d, 4))+" %")
	}
	for _, l := range m.Lengths {
		mm.cols = append(mm.cols, size(l))
	}
	if m.Recall != nil {
		mm.layers = append(mm.layers, measureLayer{"recall@K", m.Recall, whole})
	}
	if m.TrainingLength > 0 {
		mm.caption += " Trained up to " + size(m.TrainingLength) + "."
	}
	mm.rule = m.trainedUpTo()
	return mm
}

// trainedUpTo returns the line after the last length within training, nil where
// no column lies on one side of it.
func (m NeedleMap) trainedUpTo() *rule {
	within := 0
	for _, l := range m.Lengths {
		if l <= m.TrainingLength {
			within++
		}
	}
	if within == 0 || within == len(m.Lengths) {
		return nil
	}
	return &rule{float64(within) - 0.5, "trained up to " + size(m.TrainingLength)}
}
