package viz

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// markPlotter outlines gold cells and puts a dot on picked ones, never smaller
// than can be seen.
type markPlotter struct{ g *grid }

func (m markPlotter) Plot(c draw.Canvas, p *plot.Plot) {
	g := m.g
	x, y := p.Transforms(&c)
	w, h := x(1)-x(0), y(1)-y(0)
	at := func(k Mark) vg.Point {
		return vg.Point{X: x(float64(k.Col)), Y: y(float64(g.rows - 1 - k.Row))}
	}
	radius := min(max(min(w, h)*0.22, 1.1), 3)
	for _, k := range g.picked {
		dot(c, at(k), radius)
	}
	for _, k := range g.gold {
		q, dx, dy := at(k), max(w, 5)/2, max(h, 5)/2
		outline(c, vg.Rectangle{Min: vg.Point{X: q.X - dx, Y: q.Y - dy}, Max: vg.Point{X: q.X + dx, Y: q.Y + dy}})
	}
}

// outline frames r in the colour of gold inside a white line, so that it shows
// on every colour of the map.
func outline(c draw.Canvas, r vg.Rectangle) {
	pts := []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}, r.Min}
	c.StrokeLines(draw.LineStyle{Color: color.White, Width: 2.6}, pts)
	c.StrokeLines(draw.LineStyle{Color: goldColor, Width: 1.4}, pts)
}

// dot is white with a black rim.
func dot(c draw.Canvas, at vg.Point, radius vg.Length) {
	disc := func(col color.Color, r vg.Length) {
		c.DrawGlyph(draw.GlyphStyle{Color: col, Radius: r, Shape: draw.CircleGlyph{}}, at)
	}
	disc(color.Black, radius+0.6)
	disc(color.White, radius)
}

// cellText writes value and note into the cells of a map that carries text,
// and draws its rule.
type cellText struct{ g *grid }

func (t cellText) Plot(c draw.Canvas, p *plot.Plot) {
	g := t.g
	x, y := p.Transforms(&c)
	if r := g.h.rule; r != nil {
		at := x(r.after)
		c.StrokeLine2(draw.LineStyle{Color: color.White, Width: 3}, at, c.Min.Y, at, c.Max.Y)
		c.StrokeLine2(draw.LineStyle{Color: color.Black, Width: 1, Dashes: []vg.Length{4, 3}}, at, c.Min.Y, at, c.Max.Y)
	}
	if g.h.notes == nil {
		return
	}
	for r := range g.rows {
		for col := range g.cols {
			t.write(c, vg.Point{X: x(float64(col)), Y: y(float64(g.rows - 1 - r))}, x(1)-x(0)-2, r, col)
		}
	}
}

// write centres the text of cell (r, col) at a point, as much of it as fits.
func (t cellText) write(c draw.Canvas, at vg.Point, room vg.Length, r, col int) {
	v := t.g.value[r][col]
	if math.IsNaN(v) {
		return
	}
	style := lettering(tickSize)
	style.Color, style.XAlign = onColor(t.g.color(v)), draw.XCenter
	note := style
	note.Font.Size = tickSize - 2.5
	text := t.g.cellNote(r, col)
	if text != "" && note.Width(text) <= room {
		c.FillText(note, vg.Point{X: at.X, Y: at.Y - 9}, text)
		at.Y += 5
	}
	if main := number(v); style.Width(main) <= room {
		c.FillText(style, vg.Point{X: at.X, Y: at.Y - 4}, main)
	}
}

// onColor returns black or white, whichever reads on c, on any paper.
func onColor(c color.RGBA) color.Color { return fixed{ink(c)} }

// fixed is a colour that stands on a colour of data, and so stays as it is on
// dark paper.
type fixed struct{ c color.RGBA }

// RGBA returns the colour.
func (f fixed) RGBA() (r, g, b, a uint32) { return f.c.RGBA() }

// drawBar paints the colour scale beside the map, with its ends, middle and
// meaning.
func (g *grid) drawBar(c, data draw.Canvas) {
	x := data.Max.X + 10
	bar := vg.Rectangle{Min: vg.Point{X: x, Y: data.Min.Y}, Max: vg.Point{X: x + barWidth, Y: data.Max.Y}}
	const steps = 256
	img := image.NewRGBA(image.Rect(0, 0, 1, steps))
	for i := range steps {
		img.SetRGBA(0, i, g.palette().at(1-float64(i)/(steps-1)))
	}
	c.DrawImage(bar, img)
	style := lettering(tickSize)
	style.YAlign = draw.YCenter
	for i, t := range []float64{0, 0.5, 1} {
		v := g.scale.Low + t*(g.scale.High-g.scale.Low)
		y := bar.Min.Y + vg.Length(t)*(bar.Max.Y-bar.Min.Y) + vg.Length(1-i)*tickSize/2.6
		c.FillText(style, vg.Point{X: bar.Max.X + 4, Y: y}, g.scaleLabel(v))
	}
	name := lettering(tickSize)
	name.Rotation, name.XAlign, name.YAlign = math.Pi/2, draw.XCenter, draw.YTop
	label := cutTo(name, short(g.h.ValueLabel, maxName), data.Max.Y-data.Min.Y)
	c.FillText(name, vg.Point{X: c.Max.X - tickSize - 2, Y: (bar.Min.Y + bar.Max.Y) / 2}, label)
}
