package viz

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Sizes of text, and of what lies between, in points.
const (
	titleSize = 12
	labelSize = 10
	tickSize  = 9
	border    = 8
)

// lettering returns the style of text of one size, black, from its lower left.
func lettering(points vg.Length) text.Style {
	return text.Style{
		Color:   color.Black,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: points},
		YAlign:  draw.YBottom,
		Handler: plot.DefaultTextHandler,
	}
}

// newPlot returns an empty plot in the style of this package, to be drawn on c,
// its labels cut to what there is room for.
func newPlot(c draw.Canvas, xLabel, yLabel string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Label.TextStyle.Font = lettering(labelSize).Font
		a.Tick.Label.Font = lettering(tickSize).Font
		a.Tick.Length = 4
		a.Label.Padding = 3
		a.Padding = 0
	}
	style := lettering(labelSize)
	p.X.Label.Text = cutTo(style, xLabel, c.Max.X-c.Min.X)
	p.Y.Label.Text = cutTo(style, short(yLabel, maxName), (c.Max.Y-c.Min.Y)*0.75)
	return p
}

// drawTitle paints the background, writes the title over the full width, in up
// to three lines, and returns the canvas below it.
func drawTitle(c draw.Canvas, title string) draw.Canvas {
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, border, -border, border, -border)
	style := lettering(titleSize)
	style.YAlign = draw.YTop
	for _, line := range wrapTo(style, title, c.Max.X-c.Min.X, 3) {
		c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y}, line)
		c.Max.Y -= titleSize * 1.3
	}
	c.Max.Y -= 4
	return c
}

// wrapTo breaks s at spaces into lines no wider than width; what does not fit
// in most lines is cut and marked by an ellipsis.
func wrapTo(style text.Style, s string, width vg.Length, most int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(s) {
		last := &lines[len(lines)-1]
		next := strings.TrimSpace(*last + " " + word)
		switch {
		case style.Width(next) <= width:
			*last = next
		case *last == "":
			*last = cutTo(style, word, width)
		case len(lines) == most:
			*last = cutTo(style, next, width)
			return lines
		default:
			lines = append(lines, cutTo(style, word, width))
		}
	}
	return lines
}

// cutTo returns s, or as much of it as fits in width with an ellipsis.
func cutTo(style text.Style, s string, width vg.Length) string {
	if style.Width(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && style.Width(string(r)+"…") > width {
		r = r[:len(r)-1]
	}
	return strings.TrimSpace(string(r)) + "…"
}

// entry is one item of a legend: a sample drawn in a box, and its name.
type entry struct {
	name   string
	sample func(box draw.Canvas)
}

// drawLegend writes the entries in rows at the top of c and returns the canvas
// below them.
func drawLegend(c draw.Canvas, entries []entry) draw.Canvas {
	const box, gap, line = 22, 14, 14
	if len(entries) == 0 {
		return c
	}
	style := lettering(tickSize)
	style.YAlign = draw.YCenter
	x, y := c.Min.X, c.Max.Y-line/2
	for _, e := range entries {
		name := cutTo(style, e.name, c.Max.X-c.Min.X-box-4)
		width := box + 4 + style.Width(name)
		if x > c.Min.X && x+width > c.Max.X {
			x, y = c.Min.X, y-line
		}
		e.sample(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: x, Y: y - 4}, Max: vg.Point{X: x + box, Y: y + 4},
		}})
		c.FillText(style, vg.Point{X: x + box + 4, Y: y + style.FontExtents().Descent/2}, name)
		x += width + gap
	}
	c.Max.Y = y - line/2 - 4
	return c
}

// strideFor returns the power of two by which to thin n labels so that no more
// than most remain.
func strideFor(n int, most float64) int {
	stride := 1
	for float64(n)/float64(stride) > math.Max(most, 1) {
		stride *= 2
	}
	return stride
}
