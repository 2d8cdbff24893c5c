package viz

import (
	"fmt"
	"image"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	scatterWidth  = 400
	scatterHeight = 340
)

func (c cloud) pictureSize() (vg.Length, vg.Length) { return scatterWidth, scatterHeight }

func (c cloud) draw(canvas draw.Canvas) {
	canvas = drawTitle(canvas, c.Heading())
	canvas = drawLegend(canvas, c.legend())
	p := newPlot(canvas, short(c.XLabel, maxName), c.YLabel)
	p.X.Padding, p.Y.Padding = 5, 5
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = c.x.Low, c.x.High, c.y.Low, c.y.High
	p.X.Tick.Marker, p.Y.Tick.Marker = c.x.marks(), c.y.marks()
	p.Add(c)
	p.Draw(canvas)
}

func (c cloud) legend() []entry {
	var es []entry
	for i, name := range c.names {
		es = append(es, entry{name, func(b draw.Canvas) {
			if c.dots[i] != nil {
				b.DrawGlyph(seriesGlyph(i), b.Center())
				return
			}
			img := image.NewRGBA(image.Rect(0, 0, 22, 1))
			for x := range 22 {
				img.SetRGBA(x, 0, heat(float64(x)/21))
			}
			b.DrawImage(centred(b, 22, 8), img)
		}})
	}
	if c.hexes.most > 0 {
		es = append(es, entry{c.hexNote(), func(draw.Canvas) {}})
	}
	return es
}

// hexNote says what the colours of the hexagons mean.
func (c cloud) hexNote() string {
	return fmt.Sprintf("colour: 1 to %d points a hexagon, logarithmic", c.hexes.most)
}

// Plot draws the hexagons and, over them, the points, the first group on top.
func (c cloud) Plot(canvas draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&canvas)
	for _, h := range c.hexes.cells {
		corners := make([]vg.Point, len(hexCorners))
		for i, k := range hexCorners {
			corners[i] = vg.Point{X: x(h.x + k[0]*c.hexes.dx), Y: y(h.y + k[1]*c.hexes.dy)}
		}
		canvas.FillPolygon(heat(c.hexes.unit(h.n)), canvas.ClipPolygonXY(corners))
	}
	for i := len(c.dots) - 1; i >= 0; i-- {
		style := seriesGlyph(i)
		if len(c.dots[i]) > 200 {
			style.Radius = 1.6
		}
		for _, d := range c.dots[i] {
			canvas.DrawGlyph(style, vg.Point{X: x(d.x), Y: y(d.y)})
		}
	}
}
