package viz

import (
	"image/color"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/go-echarts/go-echarts/v2/opts"
)

// mapData is the cells of an interactive heat map.
type mapData struct {
	Layers []mapLayer `json:"layers"`
	Rows   []string   `json:"rows,omitempty"`
	Cols   []string   `json:"cols,omitempty"`
	Text   []string   `json:"text,omitempty"`  // of each column
	Asked  []string   `json:"asked,omitempty"` // of each row
	Rule   *float64   `json:"rule,omitempty"`  // a vertical line, in columns
}

// mapLayer is what one layer shows.
type mapLayer struct {
	Value string       `json:"value"`
	Cells [][]*float64 `json:"cells,omitempty"` // null where not visible
	Peaks [][]int      `json:"peaks,omitempty"` // source column of each maximum
	Notes [][]string   `json:"notes,omitempty"` // in each cell

	Min       float64 `json:"min"`
	Max       float64 `json:"max"`
	Precision int     `json:"precision"`

	Colors []string `json:"colors"` // from Min to Max
}

// spec returns the interactive heat map: the cells of the picture, with row,
// column, value in every layer, marks and the chunk's text on hover; for more
// cells than the picture has, the values themselves.
func (h heatForm) spec() (spec, error) {
	if h.dense() {
		return h.denseSpec()
	}
	const width = 720
	gs := h.grids(maxGridRows, maxGridCols)
	g := gs[0]
	_, bottom, _ := g.margins()
	option := g.option(width)
	data := &mapData{Rows: labels(g.rows, g.rowLabel), Cols: labels(g.cols, g.colLabel), Text: g.texts(), Asked: g.asked()}
	for _, g := range gs {
		data.Layers = append(data.Layers, g.layerData())
	}
	if h.rule != nil {
		data.Rule = &h.rule.after
	}
	return spec{
		Kind: "heatmap", Renderer: "canvas", Width: width, Height: g.chartHeight() + mapTop + bottom,
		Option: &option, X: short(h.XLabel, maxName), Y: short(h.YLabel, maxName), mapData: data,
	}, nil
}

// chartHeight returns the pixels that the rows take.
func (g *grid) chartHeight() int {
	if g.h.notes != nil {
		return min(max(50*g.rows, 130), 640)
	}
	each := min(max(460/float64(g.rows), 8), 30)
	return int(min(max(each*float64(g.rows), 130), 440))
}

func (g *grid) layerData() mapLayer {
	l := mapLayer{
		Value: short(g.h.ValueLabel, maxName), Cells: g.cells(), Peaks: g.peaks(),
		Min: g.scale.Low, Max: g.scale.High, Precision: precision(g.scale), Colors: g.palette().hex(),
	}
	if g.h.notes != nil {
		l.Notes = g.h.notes[0]
	}
	return l
}

const mapTop = 62 // pixels above the map: title and legend

// margins returns the pixels that row labels take left of the map and column
// labels below it, and whether the latter stand upright.
func (g *grid) margins() (left, bottom int, upright bool) {
	const letter, room = 7, 540.0
	row, col := longest(labels(g.rows, g.rowStart)), longest(labels(g.cols, g.colStart))
	left, bottom = max(64, 40+int(letter*float64(row))), 56
	if upright = g.namesColumns() && float64(g.cols*(col+2))*letter > room; upright {
		bottom = 44 + int(letter*float64(col))
	}
	return left, bottom, upright
}

func longest(names []string) int {
	n := 0
	for _, s := range names {
		n = max(n, utf8.RuneCountInString(s))
	}
	return n
}

func (g *grid) option(width int) option {
	left, bottom, _ := g.margins()
	o := option{
		Title:   []opts.Title{chartTitle(g.h.Heading(), width), chartNote(short(g.h.ValueLabel, maxName))},
		Tooltip: opts.Tooltip{Trigger: "item"},
		Grid: chartGrid{
			Grid:       opts.Grid{Show: opts.Bool(true), Left: strconv.Itoa(left), Right: "96", Top: strconv.Itoa(mapTop), Bottom: strconv.Itoa(bottom)},
			Background: hexColor(hiddenColor),
		},
		VisualMap: g.visualMap(),
		Series: []series{{
			Type: "heatmap", Name: short(g.h.ValueLabel, maxName), Data: []int{}, Clip: true,
			Progressive: new(int), Emphasis: &emphasis{Disabled: true},
		}},
	}
	g.axes(&o)
	o.addMarks("gold", goldColor, g.gold)
	o.addMarks("picked", markColor, g.picked)
	o.addMarks(inWindow, windowColor, g.windowCells())
	if g.hiddenCells() > 0 { // in the legend only
		o.Series = append(o.Series, series{Type: "line", Name: g.h.blank, Data: []int{}, ItemStyle: &opts.ItemStyle{Color: hexColor(hiddenColor)}})
	}
	if g.h.rule != nil {
		o.Series = append(o.Series, series{Type: "custom", Name: g.h.rule.name, Data: [][]float64{{g.h.rule.after}}, Silent: true,
			ItemStyle: &opts.ItemStyle{Color: hexColor(markColor)}, LineStyle: &opts.LineStyle{Type: "dashed"}})
	}
	if len(o.Series) > 1 {
		o.Legend = &opts.Legend{Left: "0", Top: "28", Data: o.markNames(), SelectedMode: "multiple"}
	}
	return o
}

func (g *grid) axes(o *option) {
	left, bottom, upright := g.margins()
	below := &opts.AxisLabel{HideOverlap: opts.Bool(true)}
	if upright {
		below.Rotate = 90
	}
	hide := &opts.AxisTick{Show: opts.Bool(false)}
	o.XAxis.XAxis = opts.XAxis{
		Type: "category", Name: g.xLabel(), NameLocation: "middle", NameGap: bottom - 24,
		Data: labels(g.cols, g.colStart), AxisTick: hide, AxisLabel: below,
	}
	o.XAxis.Truncate, o.YAxis.Truncate = &truncate{520}, &truncate{max(90, g.chartHeight()-10)}
	o.YAxis.Tick = hide
	o.YAxis.YAxis = opts.YAxis{
		Type: "category", Name: short(g.h.YLabel, maxName), NameLocation: "middle", NameGap: left - 16,
		Inverse: opts.Bool(true), Data: labels(g.rows, g.rowStart), AxisLabel: &opts.AxisLabel{HideOverlap: opts.Bool(true)},
	}
}

func (g *grid) visualMap() *visualMap {
	return &visualMap{
		VisualMap: opts.VisualMap{
			Type: "continuous", Calculable: opts.Bool(true), Orient: "vertical", Right: "0", Top: strconv.Itoa(mapTop - 8),
			InRange: &opts.VisualMapInRange{Color: g.palette().hex()},
		},
		Min: g.scale.Low, Max: g.scale.High, Precision: precision(g.scale), ItemHeight: 120,
	}
}

// addMarks adds a series of cells that the script draws as outlines or dots.
func (o *option) addMarks(name string, c color.RGBA, marks []Mark) {
	if len(marks) == 0 {
		return
	}
	data := make([][2]int, len(marks))
	for i, m := range marks {
		data[i] = [2]int{m.Col, m.Row}
	}
	o.Series = append(o.Series, series{
		Type: "custom", Name: name, Data: data, Silent: true, Clip: true,
		ItemStyle: &opts.ItemStyle{Color: hexColor(c)},
	})
}

// markNames returns the items of the legend: a line for a rule, dots for marks.
func (o *option) markNames() []legendItem {
	var names []legendItem
	for _, s := range o.Series[1:] {
		item := legendItem{Name: s.Name, Icon: "circle"}
		if s.LineStyle != nil {
			item.Icon = dashIcons[s.LineStyle.Type]
		}
		names = append(names, item)
	}
	return names
}

// cells returns the values of the grid, nil where nothing is visible.
func (g *grid) cells() [][]*float64 {
	out := make([][]*float64, g.rows)
	for r, row := range g.value {
		out[r] = make([]*float64, g.cols)
		for c, v := range row {
			if !math.IsNaN(v) {
				out[r][c] = &v
			}
		}
	}
	return out
}

// peaks returns the source column of each cell's maximum where columns share a
// cell, and nil where each has its own.
func (g *grid) peaks() [][]int {
	if g.colStep == 1 {
		return nil
	}
	return g.peak
}

// texts returns the hover text of each column of cells: that of its chunk, and
// where chunks share a column, that of the one with the greatest value.
func (g *grid) texts() []string {
	if g.h.ColumnText == nil {
		return nil
	}
	return labels(g.cols, func(c int) string {
		best, at := math.Inf(-1), g.col0+c*g.colStep
		for r := range g.rows {
			if g.value[r][c] > best {
				best, at = g.value[r][c], g.peak[r][c]
			}
		}
		return short(g.h.ColumnText[at], maxHover)
	})
}

// asked returns the hover text of each row of cells: that of its first query.
func (g *grid) asked() []string {
	if g.h.RowText == nil {
		return nil
	}
	return labels(g.rows, func(r int) string { return short(g.h.RowText[g.row0+r*g.rowStep], maxHover) })
}

// labels returns f(0) … f(n-1).
func labels(n int, f func(int) string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = f(i)
	}
	return out
}
