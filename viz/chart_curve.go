package viz

import (
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/opts"
)

// markLine draws straight lines across the chart: the training length, a
// reference.
type markLine struct {
	Symbol    string          `json:"symbol"`
	Silent    bool            `json:"silent"`
	Label     opts.Label      `json:"label"`
	LineStyle *opts.LineStyle `json:"lineStyle"`
	Data      []markAt        `json:"data"`
}

// legendItem names a series, with an icon of its own where it is only a mark.
type legendItem struct {
	Name string `json:"name"`
	Icon string `json:"icon,omitempty"`
}

var dashIcons = map[string]string{
	"dashed": "path://M0 0h6v2h-6zM9 0h6v2h-6zM18 0h6v2h-6z",
	"dotted": "path://M0 0h2v2h-2zM5 0h2v2h-2zM10 0h2v2h-2zM15 0h2v2h-2zM20 0h2v2h-2z",
}

type markAt struct {
	XAxis *float64 `json:"xAxis,omitempty"`
	YAxis *float64 `json:"yAxis,omitempty"`
}

// curveData says how the ticks of an interactive curve are named.
type curveData struct {
	Log2  bool    `json:"log2,omitempty"`
	Log10 bool    `json:"log10,omitempty"` // of y
	XStep float64 `json:"xStep,omitempty"` // between ticks
	YStep float64 `json:"yStep,omitempty"`
}

// spec returns the interactive curve: the points of the picture, with value,
// interval and number of samples on hover.
func (c Curve) spec() (spec, error) {
	const width, height = 640, 420
	option := c.option(width)
	return spec{
		Kind: "curve", Renderer: "svg", Width: width, Height: height, Option: &option,
		X: short(c.XLabel, maxName), Y: short(c.YLabel, maxName),
		curveData: &curveData{c.Log2X, c.Log10Y, c.xAxis().Step, c.yAxis().Step},
	}, nil
}

func (c Curve) option(width int) option {
	o := option{
		Title:   []opts.Title{chartTitle(c.Heading(), width)},
		Tooltip: opts.Tooltip{Trigger: "axis"}, // lines without symbols are no items
		Legend:  &opts.Legend{Type: "plain", Left: "0", Top: "28"},
		Grid:    chartGrid{Grid: opts.Grid{Right: "28", Top: "66", Bottom: "52"}},
	}
	c.axes(&o)
	var names []legendItem
	for i, s := range c.Series {
		line := c.lineSeries(i, s)
		names = append(names, legendItem{Name: line.Name})
		o.Series = append(o.Series, line)
		if bars := c.intervalSeries(i, s); bars != nil {
			o.Series = append(o.Series, *bars)
		}
	}
	for _, m := range c.markSeries() {
		names = append(names, legendItem{m.Name, dashIcons[m.LineStyle.Type]})
		o.Series = append(o.Series, m)
	}
	o.Legend.Data = names
	return o
}

func (c Curve) axes(o *option) {
	x, y := c.xAxis(), c.yAxis()
	o.XAxis = xAxis{Truncate: &truncate{520}, Interval: x.Step, XAxis: opts.XAxis{
		Type: "value", Name: short(c.XLabel, maxName), NameLocation: "middle", NameGap: 30,
		Min: x.Low, Max: x.High, SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
		AxisLine: &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{},
	}}
	gap, left := yMargin(y)
	o.Grid.Left = strconv.Itoa(left)
	o.YAxis = yAxis{Truncate: &truncate{300}, Interval: y.Step, Offset: 8, YAxis: opts.YAxis{
		Type: "value", Name: short(c.YLabel, maxName), NameLocation: "middle", NameGap: gap,
		Min: y.Low, Max: y.High, SplitLine: &opts.SplitLine{Show: opts.Bool(true)},
		AxisLine: &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{},
	}}
	if c.Log10Y { // ECharts takes the values and draws the logarithm
		o.YAxis.Type, o.YAxis.Interval = "log", 0
		o.YAxis.Min, o.YAxis.Max = math.Pow(10, y.Low), math.Pow(10, y.High)
	}
}

// chartSymbols tell series apart without colour.
var chartSymbols = []string{"circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "pin"}

// datum is one point: where it is drawn, what it says. Missing numbers are null.
type datum [6]*float64 // drawn x, y, low, high, n, x

func (c Curve) datum(p Point) datum {
	x := axis{base: c.xBase()}.place(p.X)
	d := datum{0: &x, 5: &p.X}
	if !math.IsNaN(p.Y) {
		d[1] = &p.Y
		if hasInterval(p.Low, p.High) {
			d[2], d[3] = &p.Low, &p.High
		}
	}
	if n := float64(p.N); p.N > 0 {
		d[4] = &n
	}
	return d
}

func (c Curve) lineSeries(i int, s Series) series {
	data := make([]datum, len(s.Points))
	for j, p := range s.Points {
		data[j] = c.datum(p)
	}
	show := s.pointed()
	style := &opts.LineStyle{Color: hexColor(lineColor(i)), Width: 2}
	if i >= len(lineColors) {
		style.Type = "dashed"
	}
	if s.roof {
		style = &opts.LineStyle{Color: hexColor(markColor), Width: 2}
	}
	return series{
		Type: "line", Name: short(s.Name, maxName), Data: data, Clip: true,
		Symbol: chartSymbols[i%len(chartSymbols)], SymbolSize: 8, ShowSymbol: &show,
		ItemStyle: &opts.ItemStyle{Color: style.Color}, LineStyle: style,
	}
}

// intervalSeries returns the bars of a series, named as its line so that the
// legend switches both, or nil.
func (c Curve) intervalSeries(i int, s Series) *series {
	var data [][3]float64
	for _, p := range s.Points {
		if hasInterval(p.Low, p.High) && !math.IsNaN(p.Y) {
			data = append(data, [3]float64{axis{base: c.xBase()}.place(p.X), p.Low, p.High})
		}
	}
	if data == nil {
		return nil
	}
	return &series{
		Type: "custom", Name: short(s.Name, maxName), Data: data, Silent: true,
		ItemStyle: &opts.ItemStyle{Color: hexColor(lineColor(i))},
	}
}

// markSeries returns one empty series a mark, so that the legend names it.
func (c Curve) markSeries() []series {
	var out []series
	if c.TrainingLength > 0 {
		x := axis{base: c.xBase()}.place(c.TrainingLength)
		out = append(out, straight("trained at "+c.xText(c.TrainingLength), "dashed", markAt{XAxis: &x}))
	}
	for _, r := range c.References {
		out = append(out, straight(short(r.Name, maxName)+" "+number(r.Y), "dotted", markAt{YAxis: &r.Y}))
	}
	return out
}

func straight(name, dash string, at markAt) series {
	style := &opts.LineStyle{Color: hexColor(markColor), Type: dash, Width: 1.5}
	return series{
		Type: "line", Name: name, Data: []int{}, Clip: true, Symbol: "none",
		ItemStyle: &opts.ItemStyle{Color: hexColor(markColor)}, LineStyle: style,
		MarkLine: &markLine{Symbol: "none", Silent: true, Label: opts.Label{Show: opts.Bool(false)}, LineStyle: style, Data: []markAt{at}},
	}
}
