package viz

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
)

// Largest grid that the picture and the interactive form draw. At 256 columns a
// cell of a 6-inch picture is still wider than a hair.
const (
	maxGridRows = 128
	maxGridCols = 256
	gridDigits  = 5 // significant digits kept, in every form alike
)

// grid is the part of a heat map that one form draws: windowed, then reduced by
// maximum until it fits. All forms draw from a grid, so they agree.
type grid struct {
	h                    heatForm
	row0, col0           int // first source row and column
	rowsShown, colsShown int // source rows and columns in the window
	rowStep, colStep     int // source rows and columns a cell
	rows, cols           int // cells

	value   [][]float64 // [rows][cols], NaN where nothing is visible
	peak    [][]int     // [rows][cols] source column of the maximum, -1 for none
	window  [][]bool    // [rows][cols] hidden, at least in part by the query's window
	visible int         // cells that hold a value
	data    Range       // of the visible values of the window, before they are reduced
	scale   Range       // ends of the colour scale, Low < High

	gold, picked []Mark // in cells, each once
}

// grid reduces the window of h to at most maxRows × maxCols cells.
func (h heatForm) grid(maxRows, maxCols int) *grid {
	g := h.window()
	g.rowStep, g.rows = bins(g.rowsShown, maxRows)
	g.colStep, g.cols = bins(g.colsShown, maxCols)
	g.reduce()
	g.setScale()
	g.setWindow()
	g.gold, g.picked = g.marks(h.Gold), g.marks(h.Picked)
	return g
}

// window returns a grid without cells yet over the window of h.
func (h heatForm) window() *grid {
	g := &grid{h: h, row0: h.Window.Row, col0: h.Window.Col}
	g.rowsShown, g.colsShown = h.Window.Rows, h.Window.Cols
	if g.rowsShown == 0 {
		g.rowsShown = len(h.Values) - g.row0
	}
	if g.colsShown == 0 {
		g.colsShown = len(h.Values[0]) - g.col0
	}
	return g
}

// bins returns how many of n items share a cell, and how many cells that makes,
// so that no more than limit are needed.
func bins(n, limit int) (step, cells int) {
	step = (n + limit - 1) / limit
	return step, (n + step - 1) / step
}

func (g *grid) reduce() {
	g.data = Range{math.Inf(1), math.Inf(-1)}
	g.value = make([][]float64, g.rows)
	g.peak = make([][]int, g.rows)
	for r := range g.value {
		g.value[r], g.peak[r] = make([]float64, g.cols), make([]int, g.cols)
		for c := range g.value[r] {
			g.value[r][c], g.peak[r][c] = math.NaN(), -1
		}
		for s := r * g.rowStep; s < min((r+1)*g.rowStep, g.rowsShown); s++ {
			g.raise(r, g.h.Values[g.row0+s][g.col0:g.col0+g.colsShown])
		}
		g.roundRow(r)
	}
	if g.rows <= maxGridRows && g.cols <= maxGridCols {
		g.data = Range{round(g.data.Low, gridDigits), round(g.data.High, gridDigits)}
	}
}

// roundRow keeps of each value the digits that are shown; the values of a map
// too large to be shown at once are kept as they are.
func (g *grid) roundRow(r int) {
	if g.rows > maxGridRows || g.cols > maxGridCols {
		return
	}
	for c, v := range g.value[r] {
		g.value[r][c] = round(v, gridDigits)
	}
}

// raise lifts the cells of row r to the maxima of one source row.
func (g *grid) raise(r int, source []float64) {
	for s, v := range source {
		c := s / g.colStep
		if !math.IsNaN(v) {
			g.data = Range{min(g.data.Low, v), max(g.data.High, v)}
		}
		if v > g.value[r][c] || g.peak[r][c] < 0 && !math.IsNaN(v) {
			g.value[r][c], g.peak[r][c] = v, g.col0+s
		}
	}
}

func (g *grid) setScale() {
	for _, row := range g.value {
		for _, v := range row {
			if !math.IsNaN(v) {
				g.visible++
			}
		}
	}
	g.scale = g.h.Scale
	if !g.scale.auto() {
		return
	}
	g.scale = g.h.scaleOf(g.data)
}

// scaleOf returns the scale for data of a range: around zero where colours part there.
func (h HeatMap) scaleOf(data Range) Range {
	r := data.widened()
	if h.Diverging {
		most := max(math.Abs(r.Low), math.Abs(r.High))
		return Range{-most, most}
	}
	return r
}

// palette returns the colours of the scale.
func (g *grid) palette() palette {
	if g.h.Diverging {
		return diverging
	}
	return viridis
}

// color returns the colour of a value.
func (g *grid) color(v float64) color.RGBA { return g.palette().at(g.unit(v)) }

// setWindow finds the cells without a value that the window of a query covers.
func (g *grid) setWindow() {
	g.window = make([][]bool, g.rows)
	for r := range g.window {
		g.window[r] = make([]bool, g.cols)
	}
	if g.h.InWindow == nil {
		return
	}
	for s := range g.rowsShown {
		span, r := g.h.InWindow[g.row0+s], s/g.rowStep
		for c := max(0, span.From-g.col0); c < min(span.To-g.col0, g.colsShown); c++ {
			g.window[r][c/g.colStep] = g.window[r][c/g.colStep] || math.IsNaN(g.value[r][c/g.colStep])
		}
	}
}

// windowCells returns the cells that a window hides, as marks.
func (g *grid) windowCells() []Mark {
	var cells []Mark
	for r := range g.rows {
		for c := range g.cols {
			if g.window[r][c] {
				cells = append(cells, Mark{r, c})
			}
		}
	}
	return cells
}

// hiddenCells returns how many cells are neither visible nor in a window.
func (g *grid) hiddenCells() int {
	return g.rows*g.cols - g.visible - len(g.windowCells())
}

// marks returns the cells of those marks that lie in the window, each once.
func (g *grid) marks(source []Mark) []Mark {
	var cells []Mark
	seen := make(map[Mark]bool, len(source))
	for _, m := range source {
		r, c := m.Row-g.row0, m.Col-g.col0
		if r < 0 || r >= g.rowsShown || c < 0 || c >= g.colsShown {
			continue
		}
		cell := Mark{r / g.rowStep, c / g.colStep}
		if !seen[cell] {
			seen[cell] = true
			cells = append(cells, cell)
		}
	}
	return cells
}

// recall counts the gold cells of the source in the window, and those picked.
func (g *grid) recall() (gold, hit int) {
	picked := make(map[Mark]bool, len(g.h.Picked))
	for _, m := range g.h.Picked {
		picked[m] = true
	}
	seen := make(map[Mark]bool, len(g.h.Gold))
	for _, m := range g.h.Gold {
		if seen[m] || !g.inWindow(m) {
			continue
		}
		seen[m] = true
		gold++
		if picked[m] {
			hit++
		}
	}
	return gold, hit
}

func (g *grid) inWindow(m Mark) bool {
	r, c := m.Row-g.row0, m.Col-g.col0
	return r >= 0 && r < g.rowsShown && c >= 0 && c < g.colsShown
}

// unit places v on the colour scale, 0 to 1, values beyond its ends at them.
func (g *grid) unit(v float64) float64 {
	return min(1, max(0, (v-g.scale.Low)/(g.scale.High-g.scale.Low)))
}

// scaleLabel formats a value of the colour scale to what its colours can tell
// apart.
func (g *grid) scaleLabel(v float64) string {
	if math.Abs(v) < (g.scale.High-g.scale.Low)/1000 {
		return "0"
	}
	return number(round(v, 3))
}

// note says how cells were reduced, or "" when every value has its own.
func (g *grid) note() string {
	switch {
	case g.rowStep > 1 && g.colStep > 1:
		return fmt.Sprintf("each cell is the maximum over %d rows × %d columns", g.rowStep, g.colStep)
	case g.colStep > 1:
		return fmt.Sprintf("each cell is the maximum over %d columns", g.colStep)
	case g.rowStep > 1:
		return fmt.Sprintf("each cell is the maximum over %d rows", g.rowStep)
	}
	return ""
}

// rowLabel names the source rows of cell row r.
func (g *grid) rowLabel(r int) string {
	return spanLabel(g.h.RowLabels, g.row0+r*g.rowStep, g.rowStep, g.row0+g.rowsShown)
}

// colLabel names the source columns of cell column c.
func (g *grid) colLabel(c int) string {
	return spanLabel(g.h.ColumnLabels, g.col0+c*g.colStep, g.colStep, g.col0+g.colsShown)
}

func spanLabel(labels []string, from, step, end int) string {
	name := func(i int) string {
		if labels == nil {
			return strconv.Itoa(i)
		}
		return short(labels[i], maxLabel)
	}
	if last := min(from+step, end) - 1; last > from {
		return name(from) + "–" + name(last)
	}
	return name(from)
}
