package viz

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	curveWidth  = 460
	curveHeight = 310
	glyphLimit  = 40 // longer series are drawn as a line only
)

// glyphs tell series apart without colour.
var glyphs = []draw.GlyphDrawer{
	draw.CircleGlyph{}, draw.SquareGlyph{}, draw.TriangleGlyph{}, draw.PyramidGlyph{},
	draw.RingGlyph{}, draw.BoxGlyph{}, draw.CrossGlyph{},
}

func (c Curve) pictureSize() (vg.Length, vg.Length) { return curveWidth, curveHeight }

// draw paints title, legend, axes, marks and series.
func (c Curve) draw(canvas draw.Canvas) {
	canvas = drawTitle(canvas, c.Heading())
	canvas = drawLegend(canvas, c.legend())
	x, y := c.xAxis(), c.yAxis()
	p := newPlot(canvas, short(c.XLabel, maxName), c.YLabel)
	p.X.Padding, p.Y.Padding = 5, 5
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = x.Low, x.High, y.Low, y.High
	p.X.Tick.Marker, p.Y.Tick.Marker = x.marks(), y.marks()
	grid := plotter.NewGrid()
	grid.Vertical.Color = nil
	grid.Horizontal.Color = color.Gray{0xe4}
	p.Add(grid, ruler{c, x, y})
	for i, s := range c.Series {
		p.Add(seriesPlotter{s, i, x, y})
	}
	p.Draw(canvas)
}

// marks returns the ticks of an axis for gonum.
func (a axis) marks() plot.ConstantTicks {
	var ts plot.ConstantTicks
	for _, t := range a.ticks() {
		ts = append(ts, plot.Tick{Value: t, Label: a.label(t)})
	}
	return ts
}

func (c Curve) legend() []entry {
	var es []entry
	for i, s := range c.Series {
		es = append(es, entry{short(s.Name, maxName), func(b draw.Canvas) {
			m := b.Center()
			b.StrokeLine2(s.line(i), b.Min.X, m.Y, b.Max.X, m.Y)
			if s.pointed() {
				b.DrawGlyph(seriesGlyph(i), m)
			}
		}})
	}
	if c.TrainingLength > 0 {
		es = append(es, entry{"trained at " + c.xText(c.TrainingLength), func(b draw.Canvas) {
			b.StrokeLine2(trainingLine, b.Center().X, b.Min.Y-2, b.Center().X, b.Max.Y+2)
		}})
	}
	for i, r := range c.References {
		es = append(es, entry{short(r.Name, maxName) + " " + number(r.Y), func(b draw.Canvas) {
			b.StrokeLine2(referenceLine(i), b.Min.X, b.Center().Y, b.Max.X, b.Center().Y)
		}})
	}
	return es
}

// line returns the style of the line of s, the i-th series.
func (s Series) line(i int) draw.LineStyle {
	if s.roof {
		return draw.LineStyle{Color: markColor, Width: 1.5}
	}
	style := draw.LineStyle{Color: lineColor(i), Width: 1.5}
	if i >= len(lineColors) { // colours and glyphs repeat: dashes do not
		style.Dashes = []vg.Length{5, 2}
	}
	return style
}

// pointed reports whether the points of s are drawn on its line.
func (s Series) pointed() bool { return len(s.Points) <= glyphLimit && !s.roof }

func seriesGlyph(i int) draw.GlyphStyle {
	return draw.GlyphStyle{Color: lineColor(i), Radius: 3, Shape: glyphs[i%len(glyphs)]}
}

var trainingLine = draw.LineStyle{Color: markColor, Width: 1, Dashes: []vg.Length{4, 3}}

func referenceLine(i int) draw.LineStyle {
	return draw.LineStyle{Color: markColor, Width: 1, Dashes: []vg.Length{1, vg.Length(2 + 2*i)}}
}

// ruler draws the training length and the references.
type ruler struct {
	c    Curve
	x, y axis
}

func (r ruler) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	if r.c.TrainingLength > 0 {
		at := x(r.x.place(r.c.TrainingLength))
		c.StrokeLine2(trainingLine, at, c.Min.Y, at, c.Max.Y)
	}
	for i, ref := range r.c.References {
		if at := r.y.place(ref.Y); at >= r.y.Low && at <= r.y.High {
			c.StrokeLine2(referenceLine(i), c.Min.X, y(at), c.Max.X, y(at))
		}
	}
}

// seriesPlotter draws the intervals, the line (broken at NaN) and the points of
// a series, all clipped to the plot.
type seriesPlotter struct {
	s    Series
	i    int
	x, y axis
}

func (d seriesPlotter) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := d.transforms(&c, p)
	var run []vg.Point
	flush := func() {
		switch {
		case len(run) > 1:
			c.StrokeLines(d.s.line(d.i), c.ClipLinesXY(run)...)
		case len(run) == 1 && c.Contains(run[0]): // alone between gaps
			c.DrawGlyph(seriesGlyph(d.i), run[0])
		}
		run = nil
	}
	for _, q := range d.s.Points {
		if math.IsNaN(q.Y) {
			flush()
			continue
		}
		at := vg.Point{X: x(q.X), Y: y(q.Y)}
		run = append(run, at)
		if hasInterval(q.Low, q.High) {
			d.interval(c, at.X, y(q.Low), y(q.High))
		}
	}
	flush()
	d.glyphs(c, x, y)
}

// transforms returns where values of either axis lie on c.
func (d seriesPlotter) transforms(c *draw.Canvas, p *plot.Plot) (x, y func(float64) vg.Length) {
	tx, ty := p.Transforms(c)
	return func(v float64) vg.Length { return tx(d.x.place(v)) }, func(v float64) vg.Length { return ty(d.y.place(v)) }
}

func (d seriesPlotter) interval(c draw.Canvas, x, low, high vg.Length) {
	style := draw.LineStyle{Color: lineColor(d.i), Width: 0.9}
	low, high = max(low, c.Min.Y), min(high, c.Max.Y)
	if low > high || x < c.Min.X || x > c.Max.X {
		return
	}
	c.StrokeLine2(style, x, low, x, high)
	for _, y := range []vg.Length{low, high} {
		c.StrokeLine2(style, x-3, y, x+3, y)
	}
}

func (d seriesPlotter) glyphs(c draw.Canvas, x, y func(float64) vg.Length) {
	if !d.s.pointed() {
		return
	}
	for _, q := range d.s.Points {
		at := vg.Point{X: x(q.X), Y: y(q.Y)}
		if !math.IsNaN(q.Y) && c.Contains(at) {
			c.DrawGlyph(seriesGlyph(d.i), at)
		}
	}
}
