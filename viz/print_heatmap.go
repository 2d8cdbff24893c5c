package viz

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	mapWidth  = 504 // 7 inches
	barWidth  = 12
	barMargin = 58 // for the colour bar and its labels, right of the map
	mapPixels = 1024
)

// pictureSize gives the map the height of its rows, and room for column names
// that stand upright.
func (h HeatMap) pictureSize() (vg.Length, vg.Length) {
	g := h.grid(maxGridRows, maxGridCols)
	height := g.mapHeight() + 116
	if g.h.ColumnLabels != nil {
		height += 4.5 * float64(longest(labels(g.cols, g.colStart)))
	}
	return mapWidth, vg.Length(height)
}

// mapHeight gives rows 6 to 26 points each, all of them 70 to 330.
func (g *grid) mapHeight() float64 {
	each := min(max(380/float64(g.rows), 6), 26)
	return min(max(each*float64(g.rows), 70), 330)
}

// draw paints title, legend, map, marks and colour bar.
func (h HeatMap) draw(c draw.Canvas) {
	g := h.grid(maxGridRows, maxGridCols)
	c = drawTitle(c, h.Heading())
	c = drawLegend(c, g.legend())
	area := draw.Crop(c, 0, -barMargin, 0, 0)
	p := newPlot(area, g.xLabel(), h.YLabel)
	p.X.Min, p.X.Max = -0.5, float64(g.cols)-0.5
	p.Y.Min, p.Y.Max = -0.5, float64(g.rows)-0.5
	p.X.Width, p.Y.Width = 0, 0
	g.setTicks(p, area)
	p.Add(plotter.NewImage(g.image(), p.X.Min, p.Y.Min, p.X.Max, p.Y.Max), markPlotter{g})
	p.Draw(area)
	data := p.DataCanvas(area)
	g.drawBar(c, data)
}

// xLabel names the columns, and says how cells were reduced where they were.
func (g *grid) xLabel() string {
	label := short(g.h.XLabel, maxName)
	if note := g.note(); note != "" {
		label += " (" + note + ")"
	}
	return label
}

// legend explains the marks and the hidden cells that are there.
func (g *grid) legend() []entry {
	var es []entry
	if len(g.gold) > 0 {
		es = append(es, entry{"gold", func(b draw.Canvas) { outline(b, centred(b, 12, 8)) }})
	}
	if len(g.picked) > 0 {
		es = append(es, entry{"picked", func(b draw.Canvas) { dot(b, b.Center(), 2.5) }})
	}
	if g.visible < g.rows*g.cols {
		es = append(es, entry{"not visible", func(b draw.Canvas) {
			r := centred(b, 12, 8)
			b.DrawImage(r, hatched(24, 16))
		}})
	}
	return es
}

func centred(b draw.Canvas, w, h vg.Length) vg.Rectangle {
	m := b.Center()
	return vg.Rectangle{Min: vg.Point{X: m.X - w/2, Y: m.Y - h/2}, Max: vg.Point{X: m.X + w/2, Y: m.Y + h/2}}
}

// image paints every cell as a block of pixels, hidden ones hatched, so that no
// viewer smooths the borders of cells away.
func (g *grid) image() image.Image {
	high := mapPixels * g.mapHeight() / (mapWidth - barMargin)
	kx, ky := max(1, mapPixels/g.cols), max(1, int(high)/g.rows)
	img := image.NewRGBA(image.Rect(0, 0, g.cols*kx, g.rows*ky))
	for y := range g.rows * ky {
		for x := range g.cols * kx {
			v := g.value[y/ky][x/kx]
			if math.IsNaN(v) {
				img.SetRGBA(x, y, hatch(x, y))
			} else {
				img.SetRGBA(x, y, heat(g.unit(v)))
			}
		}
	}
	return img
}

// hatch is the pattern of what is not visible: grey with darker diagonals.
func hatch(x, y int) color.RGBA {
	if (x+y)%16 < 3 {
		return hatchColor
	}
	return hiddenColor
}

func hatched(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, hatch(x, y))
		}
	}
	return img
}

// setTicks labels as many columns and rows as there is room for; column names
// that are too long for their column stand upright.
func (g *grid) setTicks(p *plot.Plot, c draw.Canvas) {
	style := lettering(tickSize)
	width, height := float64(c.Max.X-c.Min.X)-60, float64(c.Max.Y-c.Min.Y)-40
	widest := 0.0
	for i := range g.cols {
		widest = max(widest, float64(style.Width(g.colStart(i))))
	}
	room := width / (widest + 8)
	if g.h.ColumnLabels != nil && room < float64(g.cols) {
		room = width / (tickSize + 2)
		p.X.Tick.Label.Rotation = math.Pi / 2
		p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = draw.XRight, draw.YCenter
		p.X.Tick.Length, p.X.Tick.LineStyle.Color = 7, color.Transparent
	}
	p.X.Tick.Marker = everyNth(g.cols, strideFor(g.cols, room), g.colStart, false)
	p.Y.Tick.Marker = everyNth(g.rows, strideFor(g.rows, height/(tickSize+3)), g.rowStart, true)
}

// colStart and rowStart name the first source column or row of a cell.
func (g *grid) colStart(c int) string {
	return spanLabel(g.h.ColumnLabels, g.col0+c*g.colStep, 1, g.col0+g.colsShown)
}

func (g *grid) rowStart(r int) string {
	return spanLabel(g.h.RowLabels, g.row0+r*g.rowStep, 1, g.row0+g.rowsShown)
}

// everyNth labels every stride-th of n cells; reversed puts the first on top.
func everyNth(n, stride int, label func(int) string, reversed bool) plot.ConstantTicks {
	var ts plot.ConstantTicks
	for i := 0; i < n; i += stride {
		at := i
		if reversed {
			at = n - 1 - i
		}
		ts = append(ts, plot.Tick{Value: float64(at), Label: label(i)})
	}
	return ts
}

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

// drawBar paints the colour scale beside the map, with its ends, middle and
// meaning.
func (g *grid) drawBar(c, data draw.Canvas) {
	x := data.Max.X + 10
	bar := vg.Rectangle{Min: vg.Point{X: x, Y: data.Min.Y}, Max: vg.Point{X: x + barWidth, Y: data.Max.Y}}
	const steps = 256
	img := image.NewRGBA(image.Rect(0, 0, 1, steps))
	for i := range steps {
		img.SetRGBA(0, i, heat(1-float64(i)/(steps-1)))
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
