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
	barMargin = 66 // for the colour bar and its labels, right of the map
	mapPixels = 1024
)

// layerGap is what a layer above another takes beside its map: its ticks.
const layerGap = 40

// pictureSize gives the map the height of its rows, once a layer, and room for
// column names that stand upright.
func (h heatForm) pictureSize() (vg.Length, vg.Length) {
	g := h.layer(0).grid(maxGridRows, maxGridCols)
	height := g.mapHeight() + 116 + float64(h.layers()-1)*(g.mapHeight()+layerGap)
	if g.namesColumns() {
		height += 4.5 * float64(longest(labels(g.cols, g.colStart)))
	}
	return mapWidth, vg.Length(height)
}

// mapHeight gives rows 6 to 26 points each, and all of them 70 to 330; rows with
// text in their cells 32.
func (g *grid) mapHeight() float64 {
	if g.h.notes != nil {
		return min(32*float64(g.rows), 480)
	}
	each := min(max(380/float64(g.rows), 6), 26)
	return min(max(each*float64(g.rows), 70), 330)
}

// namesColumns reports whether the names of columns may be long.
func (g *grid) namesColumns() bool { return g.h.ColumnLabels != nil && g.h.notes == nil }

// draw paints title, legend, and for each layer its map, marks and colour bar.
func (h heatForm) draw(c draw.Canvas) {
	gs := h.grids(maxGridRows, maxGridCols)
	c = drawTitle(c, h.Heading())
	c = drawLegend(c, gs[0].legend())
	for i, g := range gs {
		part := c
		if i < len(gs)-1 {
			part.Min.Y = part.Max.Y - vg.Length(g.mapHeight()) - layerGap
			c.Max.Y = part.Min.Y
		}
		g.draw(part, i == len(gs)-1)
	}
}

// draw paints one layer; only the lowest names its columns.
func (g *grid) draw(c draw.Canvas, lowest bool) {
	area := draw.Crop(c, 0, -barMargin, 0, 0)
	label := ""
	if lowest {
		label = g.xLabel()
	}
	p := newPlot(area, label, g.h.YLabel)
	p.X.Min, p.X.Max = -0.5, float64(g.cols)-0.5
	p.Y.Min, p.Y.Max = -0.5, float64(g.rows)-0.5
	p.X.Width, p.Y.Width = 0, 0
	g.setTicks(p, area)
	p.Add(plotter.NewImage(g.image(), p.X.Min, p.Y.Min, p.X.Max, p.Y.Max), markPlotter{g}, cellText{g})
	p.Draw(area)
	g.drawBar(c, p.DataCanvas(area))
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
	if len(g.windowCells()) > 0 {
		es = append(es, entry{inWindow, func(b draw.Canvas) { b.DrawImage(centred(b, 12, 8), tiled(24, 16, speckle)) }})
	}
	if g.hiddenCells() > 0 {
		es = append(es, entry{g.h.blank, func(b draw.Canvas) { b.DrawImage(centred(b, 12, 8), tiled(24, 16, hatch)) }})
	}
	if g.h.rule != nil {
		es = append(es, entry{g.h.rule.name, func(b draw.Canvas) {
			b.StrokeLine2(trainingLine, b.Center().X, b.Min.Y-2, b.Center().X, b.Max.Y+2)
		}})
	}
	return es
}

// inWindow names what the query's own window covers.
const inWindow = "in the window"

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
	for r := range g.rows {
		for c := range g.cols {
			g.paint(img, image.Rect(c*kx, r*ky, (c+1)*kx, (r+1)*ky), r, c)
		}
	}
	return img
}

// paint fills the pixels of cell (r, c): with its colour, or with the pattern of
// what hides it.
func (g *grid) paint(img *image.RGBA, block image.Rectangle, r, c int) {
	at := hatch
	switch v := g.value[r][c]; {
	case !math.IsNaN(v):
		colour := g.color(v)
		at = func(int, int) color.RGBA { return colour }
	case g.window[r][c]:
		at = speckle
	}
	for y := block.Min.Y; y < block.Max.Y; y++ {
		for x := block.Min.X; x < block.Max.X; x++ {
			img.SetRGBA(x, y, at(x, y))
		}
	}
}

// hatch is the pattern of what is not visible: grey with darker diagonals.
func hatch(x, y int) color.RGBA {
	if (x+y)%16 < 3 {
		return hatchColor
	}
	return hiddenColor
}

// speckle is the pattern of what the window covers: light blue with dots.
func speckle(x, y int) color.RGBA {
	if x%8 < 3 && (y+4*(x/8%2))%8 < 3 {
		return speckColor
	}
	return windowColor
}

func tiled(w, h int, at func(x, y int) color.RGBA) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, at(x, y))
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
	if g.namesColumns() && room < float64(g.cols) {
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
