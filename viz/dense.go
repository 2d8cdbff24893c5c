package viz

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
)

// A dense map has more cells than its picture. Its interactive form holds one
// byte a cell and layer, up to maxHeld cells, and reduces them by maximum to
// what the screen shows at each zoom.
const (
	maxHeld    = 1 << 20 // cells
	heldSide   = 1024    // rows, where the columns alone would not fit
	packBudget = 420_000 // base64 bytes for all cells, so that an output stays below 600 kB

	codeHidden = 0
	codeWindow = 1
	codeValue  = 2 // the lowest value; levels follow

	markGold   = 1
	markPicked = 2
)

// levelSteps are the numbers of levels tried, until the cells fit packBudget.
var levelSteps = []int{254, 127, 64, 32, 16, 8}

// denseData is the cells of a dense map.
type denseData struct {
	Held   [2]int       `json:"held"` // rows and columns
	Step   [2]int       `json:"step"` // source rows and columns a held cell
	From   [2]int       `json:"from"` // first source row and column
	Dense  []denseLayer `json:"dense"`
	Packed string       `json:"packed"`          // gzip in base64: a byte a cell for each layer, then one of marks
	Names  string       `json:"names,omitempty"` // gzip in base64: JSON of the names of rows and columns and the chunks' texts
}

// denseLayer says what the bytes of a layer mean: hidden, in the window, or one
// of Levels values from Low to High. Min and Max are the ends of the colours.
type denseLayer struct {
	Value  string  `json:"value"`
	Levels int     `json:"levels"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`

	Colors []string `json:"colors"` // from Min to Max
}

// denseNames are the texts of a dense map, each nil where there are none.
type denseNames struct {
	Rows  []string `json:"rows"`
	Cols  []string `json:"cols"`
	Text  []string `json:"text"`
	Asked []string `json:"asked"`
}

// dense reports whether h has more cells than its picture.
func (h heatForm) dense() bool {
	g := h.layer(0).window()
	return g.rowsShown > maxGridRows || g.colsShown > maxGridCols
}

// held returns the grid sizes that keep h within maxHeld cells.
func held(rows, cols int) (maxRows, maxCols int) {
	maxRows = min(rows, max(heldSide, maxHeld/cols))
	return maxRows, min(cols, maxHeld/maxRows)
}

// denseCells returns the cells of every layer, at the most levels that fit.
func (h heatForm) denseCells() (*denseData, []*grid, error) {
	w := h.layer(0).window()
	gs := h.grids(held(w.rowsShown, w.colsShown))
	g := gs[0]
	d := &denseData{Held: [2]int{g.rows, g.cols}, Step: [2]int{g.rowStep, g.colStep}, From: [2]int{g.row0, g.col0}}
	var err error
	for _, levels := range levelSteps {
		if d.Packed, err = pack(planes(gs, levels)); err != nil {
			return nil, nil, err
		}
		d.Dense = d.Dense[:0]
		for _, g := range gs {
			r := g.data.widened()
			d.Dense = append(d.Dense, denseLayer{short(g.h.ValueLabel, maxName), levels, r.Low, r.High, g.scale.Low, g.scale.High, g.palette().hex()})
		}
		if len(d.Packed) <= packBudget {
			break
		}
	}
	d.Names, err = h.denseNames(g)
	return d, gs, err
}

// planes returns the bytes of all layers and of the marks.
func planes(gs []*grid, levels int) []byte {
	n := gs[0].rows * gs[0].cols
	out := make([]byte, 0, n*(len(gs)+1))
	for _, g := range gs {
		out = g.appendCodes(out, levels)
	}
	marks := make([]byte, n)
	for _, m := range gs[0].gold {
		marks[m.Row*gs[0].cols+m.Col] |= markGold
	}
	for _, m := range gs[0].picked {
		marks[m.Row*gs[0].cols+m.Col] |= markPicked
	}
	return append(out, marks...)
}

func (g *grid) appendCodes(out []byte, levels int) []byte {
	r := g.data.widened()
	k := float64(levels-1) / (r.High - r.Low)
	for i, row := range g.value {
		for c, v := range row {
			switch {
			case !math.IsNaN(v):
				out = append(out, codeValue+byte(math.Round((v-r.Low)*k)))
			case g.window[i][c]:
				out = append(out, codeWindow)
			default:
				out = append(out, codeHidden)
			}
		}
	}
	return out
}

func (h heatForm) denseNames(g *grid) (string, error) {
	if h.RowLabels == nil && h.ColumnLabels == nil && h.ColumnText == nil && h.RowText == nil {
		return "", nil
	}
	cut := func(names []string, from, n, most int) []string {
		if names == nil {
			return nil
		}
		return labels(n, func(i int) string { return short(names[from+i], most) })
	}
	b, err := json.Marshal(denseNames{
		cut(h.RowLabels, g.row0, g.rowsShown, maxLabel), cut(h.ColumnLabels, g.col0, g.colsShown, maxLabel),
		cut(h.ColumnText, g.col0, g.colsShown, maxDenseText), cut(h.RowText, g.row0, g.rowsShown, maxDenseText),
	})
	if err != nil {
		return "", fmt.Errorf("viz: encode the names of a map: %w", err)
	}
	return pack(b)
}

// pack returns b compressed, in base64.
func pack(b []byte) (string, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		return "", fmt.Errorf("viz: compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("viz: compress: %w", err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes()), nil
}
