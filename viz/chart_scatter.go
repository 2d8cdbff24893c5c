package viz

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/opts"
)

// scatterData is what an interactive scatter shows beside its points.
type scatterData struct {
	Texts [][]string `json:"texts"` // of each group of points; null for none
	Hexes *hexData   `json:"hexes,omitempty"`
	XTick float64    `json:"xTick"` // between ticks
	YTick float64    `json:"yTick"`
}

// hexData is the hexagons: x, y and count of each, and their size in values.
type hexData struct {
	Cells  [][3]float64 `json:"cells"`
	DX     float64      `json:"dx"`
	DY     float64      `json:"dy"`
	Most   int          `json:"most"`
	Colors []string     `json:"colors"`
}

func (c cloud) spec() (spec, error) {
	const width, height = 560, 460
	o := option{
		Title:   []opts.Title{chartTitle(c.Heading(), width)},
		Tooltip: opts.Tooltip{Trigger: "item"},
		Legend:  &opts.Legend{Type: "plain", Left: "0", Top: "28"},
		Grid:    chartGrid{Grid: opts.Grid{Right: "28", Top: "66", Bottom: "52"}},
	}
	c.axes(&o)
	data := &scatterData{XTick: c.x.Step, YTick: c.y.Step}
	var names []legendItem
	for i := range c.Groups {
		if c.dots[i] == nil {
			continue
		}
		s := c.pointSeries(i)
		o.Series, names = append(o.Series, s), append(names, legendItem{Name: s.Name})
		data.Texts = append(data.Texts, c.texts(i))
	}
	if c.hexes.most > 0 {
		o.Series = append(o.Series, series{Type: "custom", Name: c.hexNote(), Data: []int{}, Clip: true})
		data.Hexes = c.hexes.data()
		names = append(names, legendItem{Name: c.hexNote()})
	}
	o.Legend.Data = names
	return spec{
		Kind: "scatter", Renderer: "canvas", Width: width, Height: height, Option: &o,
		X: short(c.XLabel, maxName), Y: short(c.YLabel, maxName), scatterData: data,
	}, nil
}

func (c cloud) axes(o *option) {
	o.XAxis = xAxis{Truncate: &truncate{440}, Interval: c.x.Step, XAxis: opts.XAxis{
		Type: "value", Name: short(c.XLabel, maxName), NameLocation: "middle", NameGap: 30,
		Min: c.x.Low, Max: c.x.High, SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
		AxisLine: &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{},
	}}
	gap, left := yMargin(c.y)
	o.Grid.Left = strconv.Itoa(left)
	o.YAxis = yAxis{Truncate: &truncate{320}, Interval: c.y.Step, Offset: 8, YAxis: opts.YAxis{
		Type: "value", Name: short(c.YLabel, maxName), NameLocation: "middle", NameGap: gap,
		Min: c.y.Low, Max: c.y.High, SplitLine: &opts.SplitLine{Show: opts.Bool(true)},
		AxisLine: &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{},
	}}
}

func (c cloud) pointSeries(i int) series {
	data := make([][2]float64, len(c.dots[i]))
	for j, p := range c.dots[i] {
		data[j] = [2]float64{round(p.x, gridDigits), round(p.y, gridDigits)}
	}
	size := 9
	if len(data) > 200 {
		size = 5
	}
	return series{
		Type: "scatter", Name: c.names[i], Data: data, Clip: true, Symbol: chartSymbols[i%len(chartSymbols)], SymbolSize: size,
		ItemStyle: &opts.ItemStyle{Color: hexColor(lineColor(i)), Opacity: opts.Float(1)}, Z: 3 + len(c.Groups) - i, // the first on top
	}
}

func (c cloud) texts(i int) []string {
	if c.Groups[i].Text == nil {
		return nil
	}
	return labels(len(c.dots[i]), func(j int) string { return short(c.Groups[i].Text[c.dots[i][j].i], maxHover) })
}

func (h hexagons) data() *hexData {
	d := &hexData{DX: h.dx, DY: h.dy, Most: h.most, Colors: viridis.hex()}
	for _, c := range h.cells {
		d.Cells = append(d.Cells, [3]float64{round(c.x, 6), round(c.y, 6), float64(c.n)})
	}
	return d
}
