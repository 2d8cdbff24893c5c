package viz

import (
	"fmt"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/opts"
)

// denseSpec returns the interactive form of a dense map.
func (h heatForm) denseSpec() (spec, error) {
	const width, height = 720, 440
	d, gs, err := h.denseCells()
	if err != nil {
		return spec{}, err
	}
	option := denseOption(gs[0], d, width)
	return spec{
		Kind: "dense", Renderer: "canvas", Width: width, Height: min(height, mapTop+56+max(120, 8*gs[0].rows)), Option: &option,
		X: short(h.XLabel, maxName), Y: short(h.YLabel, maxName), denseData: d,
	}, nil
}

func denseOption(g *grid, d *denseData, width int) option {
	left, _, _ := g.margins()
	left = max(72, left)
	o := option{
		Title: []opts.Title{chartTitle(g.h.Heading(), width), chartLine(denseNote(g, d), width)},
		Grid: chartGrid{
			Grid:       opts.Grid{Show: opts.Bool(true), Left: strconv.Itoa(left), Right: "96", Top: strconv.Itoa(mapTop), Bottom: "56"},
			Background: hexColor(hiddenColor),
		},
		VisualMap: g.visualMap(),
		Series:    []series{{Type: "custom", Name: short(g.h.ValueLabel, maxName), Data: [][]int{{0}}, Silent: true, Clip: true}},
	}
	o.VisualMap.Calculable = opts.Bool(false)
	o.VisualMap.Text = []string{g.scaleLabel(g.scale.High), g.scaleLabel(g.scale.Low)}
	o.XAxis = xAxis{MinInterval: 1, Truncate: &truncate{520}, XAxis: opts.XAxis{
		Type: "value", Name: short(g.h.XLabel, maxName), NameLocation: "middle", NameGap: 30,
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{HideOverlap: opts.Bool(true)},
	}}
	o.YAxis = yAxis{MinInterval: 1, Truncate: &truncate{300}, YAxis: opts.YAxis{
		Type: "value", Name: short(g.h.YLabel, maxName), NameLocation: "middle", NameGap: left - 20, Inverse: opts.Bool(true),
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{HideOverlap: opts.Bool(true)},
	}}
	return o
}

// denseNote says what a reader must know of the values: how many levels they
// have, how to look closer, what the marks are, and where cells are already maxima.
func denseNote(g *grid, d *denseData) string {
	s := fmt.Sprintf("%d levels; a pixel is the maximum of its cells; drag to zoom, double-click for all", d.Dense[0].Levels)
	if len(g.gold)+len(g.picked) > 0 {
		s += "; framed: gold, dotted: picked"
		if len(g.gold)+len(g.picked) > 600 { // as many as the script draws
			s += " (where few are in view)"
		}
	}
	if note := g.note(); note != "" {
		s = note + "; " + s
	}
	return s
}
