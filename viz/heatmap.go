package viz

import (
	"fmt"
	"strings"
)

// HeatMap is a retrieval heat map: one row a query, one column a chunk, row 0
// on top. Pictures draw up to 128 × 256 cells; a larger map is reduced by
// maximum (see [HeatMap.Window] to look closer), and each form says so. The
// interactive form of a larger map holds up to a million values and zooms.
type HeatMap struct {
	Title      string
	XLabel     string // what a column is, such as "chunk"
	YLabel     string // what a row is, such as "query position"
	ValueLabel string // what the colour means, such as "chunk weight"

	// Values holds one row a query and one column a chunk, all rows equally
	// long. NaN marks a chunk that is not visible to the query; it is drawn
	// apart from every value, zero included. Infinities are refused.
	Values [][]float64

	// Layers are further values of the same cells, such as the score beside the
	// chunk weight: pictures show them below one another, the interactive form
	// one at a time.
	Layers []Layer

	// InWindow names for each row the columns that the query's own sliding window
	// covers, and which are hidden from retrieval for that. Where their value is
	// NaN they are drawn apart from what the causal mask hides. Nil for none.
	InWindow []Span

	RowLabels    []string // a name for each row; nil for its index
	ColumnLabels []string // a name for each column; nil for its index
	ColumnText   []string // the text of each chunk, shown on hover; nil for none
	RowText      []string // the tokens around each query, shown on hover; nil for none

	Gold   []Mark // cells that hold the evidence
	Picked []Mark // cells that top-K picked

	Window Window // the part to draw; zero for all
	Scale  Range  // values of the two ends of the colour scale; zero for those of the data

	// Diverging colours parts at zero, for values of either sign; the colour scale
	// is then symmetric.
	Diverging bool

	Provenance Provenance
}

// Layer holds further values of a [HeatMap], as many and as long rows as its
// Values.
type Layer struct {
	Label  string // what the colour means, such as "score"
	Values [][]float64
	Scale  Range // ends of the colour scale; zero for those of the data

	Diverging bool // as in HeatMap
}

// Span is the columns from From on, up to but without To.
type Span struct{ From, To int }

// Mark names a cell of a [HeatMap] by its row and column in Values.
type Mark struct{ Row, Col int }

// Window selects Rows × Cols cells of a [HeatMap] from (Row, Col) on. Zero Rows
// or Cols mean all that follow.
type Window struct{ Row, Rows, Col, Cols int }

// Heading returns the title.
func (h HeatMap) Heading() string { return short(h.Title, maxTitle) }

// Origin returns where the values come from.
func (h HeatMap) Origin() Provenance { return h.Provenance }

// Alt describes the map: its size, the range of its values, and how many of the
// gold cells were picked.
func (h HeatMap) Alt() string {
	if err := h.Validate(); err != nil {
		return "Heat map that cannot be drawn."
	}
	g := h.plain().grid(maxGridRows, maxGridCols)
	var b strings.Builder
	fmt.Fprintf(&b, "Heat map “%s”: %d rows (%s) by %d columns (%s), ", h.Heading(), g.rowsShown, short(h.YLabel, maxName), g.colsShown, short(h.XLabel, maxName))
	if g.visible == 0 {
		b.WriteString("nothing visible.")
	} else {
		fmt.Fprintf(&b, "%s from %s to %s.", short(h.ValueLabel, maxName), number(g.data.Low), number(g.data.High))
	}
	if gold, hit := g.recall(); gold > 0 {
		fmt.Fprintf(&b, " %d of %d gold cells picked.", hit, gold)
	}
	for _, l := range h.Layers {
		fmt.Fprintf(&b, " Also %s.", short(l.Label, maxName))
	}
	if note := g.note(); note != "" {
		fmt.Fprintf(&b, " %s.", note)
	}
	return b.String()
}

// Validate refuses a map without title, labels or values, with ragged rows,
// infinite values, a wrong number of labels, or marks or a window outside it.
func (h HeatMap) Validate() error {
	err := requireText(
		named{"HeatMap.Title", h.Title, "a title"},
		named{"HeatMap.XLabel", h.XLabel, `the name of a column, such as "chunk"`},
		named{"HeatMap.YLabel", h.YLabel, `the name of a row, such as "query"`},
		named{"HeatMap.ValueLabel", h.ValueLabel, `what the colours mean, such as "chunk weight"`},
	)
	for _, step := range []func() error{h.checkValues, h.checkLayers, h.checkLabels, h.checkMarks, h.checkSpans, h.checkWindow} {
		if err != nil {
			return err
		}
		err = step()
	}
	if err != nil {
		return err
	}
	return h.Scale.validateFor("HeatMap.Scale", h.Diverging)
}
