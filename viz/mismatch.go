package viz

import (
	"fmt"
	"strconv"
)

// Mismatch shows a measure against the top-K of training and that of testing:
// whether a model keeps what it learned when it may pick more or fewer chunks.
type Mismatch struct {
	Title      string
	ValueLabel string      // such as "accuracy at 16× the training length"
	Train      []int       // top-K in training; rows, rising; 0 for all chunks, last
	Test       []int       // top-K in testing; columns, likewise
	Values     [][]Measure // [train][test]; the zero Measure is unknown
	Scale      Range       // ends of the colour scale; zero for those of the data

	Provenance Provenance
}

// Heading returns the title.
func (m Mismatch) Heading() string { return short(m.Title, maxTitle) }

// Origin returns where the measures come from.
func (m Mismatch) Origin() Provenance { return m.Provenance }

// Alt describes the map by its size and the range of its measures.
func (m Mismatch) Alt() string {
	if m.Validate() != nil {
		return "Sparsity mismatch that cannot be drawn."
	}
	return m.measures().alt("Sparsity mismatch")
}

// Validate refuses a map without title or name of its measure, with unsorted or
// negative top-K, or measures of another shape.
func (m Mismatch) Validate() error {
	err := requireText(
		named{"Mismatch.Title", m.Title, "a title"},
		named{"Mismatch.ValueLabel", m.ValueLabel, `the measure, such as "accuracy"`},
	)
	if err != nil {
		return err
	}
	if err := checkTopK("Mismatch.Train", m.Train); err != nil {
		return err
	}
	if err := checkTopK("Mismatch.Test", m.Test); err != nil {
		return err
	}
	if err := checkMeasures("Mismatch.Values", m.Values, len(m.Train), len(m.Test)); err != nil {
		return err
	}
	return m.Scale.validate("Mismatch.Scale")
}

// checkTopK wants rising numbers of chunks, and 0 (all) only at the end.
func checkTopK(field string, ks []int) error {
	if len(ks) == 0 {
		return fmt.Errorf("viz: %s is empty: give at least one top-K", field)
	}
	for i, k := range ks {
		last := i == len(ks)-1
		if k < 0 || k == 0 && !last || i > 0 && k != 0 && k <= ks[i-1] {
			return fmt.Errorf("viz: %s[%d] is %d: want rising numbers of chunks, and 0 for all chunks at the end only", field, i, k)
		}
	}
	return nil
}

func (m Mismatch) form() form { return m.measures().form() }

func (m Mismatch) measures() measureMap {
	names := func(ks []int) []string {
		return labels(len(ks), func(i int) string {
			if ks[i] == 0 {
				return "all"
			}
			return strconv.Itoa(ks[i])
		})
	}
	return measureMap{
		title: m.Title, corner: "top-K in training", xLabel: "top-K in testing", yLabel: "top-K in training",
		rows: names(m.Train), cols: names(m.Test), layers: []measureLayer{{m.ValueLabel, m.Values, m.Scale}}, provenance: m.Provenance,
	}
}
