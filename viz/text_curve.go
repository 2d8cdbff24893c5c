package viz

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	plotRows   = 14
	maxPoints  = 12 // points of a series listed below the plot
	seriesRune = "ox+*#%@&"
)

// text writes the curve as a plot of characters, then every series as numbers
// with intervals.
func (c Curve) text(o TextOptions) string {
	lines := []string{o.heading(c.Heading()), o.cut(Clean(c.YLabel), 0)}
	lines = append(lines, c.plotText(o)...)
	lines = append(lines, c.keyText(o)...)
	for i, s := range c.Series {
		lines = append(lines, o.paintSeries(i, fmt.Sprintf("%c %s", seriesChar(i), o.cut(short(s.Name, maxName), 2))))
		lines = append(lines, c.pointLines(o, s)...)
	}
	return strings.Join(append(lines, o.footer(c.Provenance)...), "\n") + "\n"
}

func seriesChar(i int) byte { return seriesRune[i%len(seriesRune)] }

func (o TextOptions) paintSeries(i int, s string) string {
	if !o.Color {
		return s
	}
	c := lineColor(i)
	return fmt.Sprintf("\x1b[38;2;%d;%d;%dm%s\x1b[0m", c.R, c.G, c.B, s)
}

// keyText explains the two kinds of marks.
func (c Curve) keyText(o TextOptions) []string {
	var keys []string
	if c.TrainingLength > 0 {
		keys = append(keys, ": trained at "+c.xText(c.TrainingLength))
	}
	for _, r := range c.References {
		keys = append(keys, fmt.Sprintf("- %s %s", short(r.Name, maxName), number(r.Y)))
	}
	if len(keys) == 0 {
		return nil
	}
	return []string{o.wrap(strings.Join(keys, "; "))}
}

// pointLines lists a series: x, y, interval, number of samples.
func (c Curve) pointLines(o TextOptions, s Series) []string {
	shown := thin(s.Points, maxPoints)
	wx, wy := 0, 0
	for _, p := range shown {
		wx = max(wx, utf8.RuneCountInString(c.xText(p.X)))
		wy = max(wy, utf8.RuneCountInString(number(p.Y)))
	}
	var lines []string
	for _, p := range shown {
		line := fmt.Sprintf("  %*s  %-*s", wx, c.xText(p.X), wy, number(p.Y))
		if iv := interval(p.Low, p.High, number); iv != "" && !math.IsNaN(p.Y) {
			line += "  " + iv
		}
		if p.N > 0 {
			line += fmt.Sprintf("  n=%d", p.N)
		}
		lines = append(lines, o.wrap(line))
	}
	if len(shown) < len(s.Points) {
		lines = append(lines, fmt.Sprintf("  (%d of %d points listed)", len(shown), len(s.Points)))
	}
	return lines
}

// thin returns at most n points, evenly chosen, the first and last among them.
func thin(ps []Point, n int) []Point {
	if len(ps) <= n {
		return ps
	}
	out := make([]Point, n)
	for i := range out {
		out[i] = ps[i*(len(ps)-1)/(n-1)]
	}
	return out
}

// canvas is a plot of characters, each with the series that drew it (-1: none).
type canvas struct {
	x, y   axis
	cols   int
	char   [][]byte
	series [][]int
}

func newCanvas(x, y axis, cols int) *canvas {
	v := &canvas{x: x, y: y, cols: cols}
	for range plotRows {
		v.char = append(v.char, []byte(strings.Repeat(" ", cols)))
		v.series = append(v.series, make([]int, cols))
	}
	return v
}

// col and row place drawn coordinates; row 0 is on top.
func (v *canvas) col(t float64) int { return cellOf(t, v.x.Low, v.x.High, v.cols) }
func (v *canvas) row(t float64) int { return plotRows - 1 - cellOf(t, v.y.Low, v.y.High, plotRows) }

func cellOf(t, low, high float64, n int) int {
	return int(math.Round((t - low) / (high - low) * float64(n-1)))
}

// put draws ch unless it lies outside; series numbers start at 1, 0 is none.
func (v *canvas) put(row, col int, ch byte, series int) {
	if row >= 0 && row < plotRows && col >= 0 && col < v.cols {
		v.char[row][col], v.series[row][col] = ch, series
	}
}

// plotText draws axes, marks and series.
func (c Curve) plotText(o TextOptions) []string {
	x, y := c.xAxis(), c.yAxis()
	margin := 0
	for _, t := range y.ticks() {
		margin = max(margin, len(y.label(t)))
	}
	v := newCanvas(x, y, min(o.Width-margin-3, 72))
	c.drawMarks(v)
	for i, s := range slices.Backward(c.Series) { // the first on top
		for _, p := range s.Points {
			if !math.IsNaN(p.Y) {
				v.put(v.row(y.place(p.Y)), v.col(x.place(p.X)), seriesChar(i), i+1)
			}
		}
	}
	lines := v.framed(o, margin)
	return append(lines, strings.Repeat(" ", margin+2)+v.tickLine(), strings.Repeat(" ", margin+2)+o.cut(Clean(c.XLabel), margin+2))
}

func (c Curve) drawMarks(v *canvas) {
	for _, r := range c.References {
		for col := range v.cols {
			v.put(v.row(v.y.place(r.Y)), col, '-', 0)
		}
	}
	if c.TrainingLength > 0 {
		for row := range plotRows {
			v.put(row, v.col(v.x.place(c.TrainingLength)), ':', 0)
		}
	}
}

// framed returns the rows of the plot with the vertical axis at their left and
// the horizontal one below.
func (v *canvas) framed(o TextOptions, margin int) []string {
	bar, corner, dash := "│", "└", "─"
	if o.ASCII {
		bar, corner, dash = "|", "+", "-"
	}
	labels := make(map[int]string)
	for _, t := range v.y.ticks() {
		labels[v.row(t)] = v.y.label(t)
	}
	var lines []string
	for r := range v.char {
		var b strings.Builder
		fmt.Fprintf(&b, "%*s %s", margin, labels[r], bar)
		for c, ch := range v.char[r] {
			if s := v.series[r][c]; s > 0 {
				b.WriteString(o.paintSeries(s-1, string(ch)))
			} else {
				b.WriteByte(ch)
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return append(lines, strings.Repeat(" ", margin+1)+corner+strings.Repeat(dash, v.cols))
}

// tickLine writes those labels of the horizontal axis that fit.
func (v *canvas) tickLine() string {
	line := []byte(strings.Repeat(" ", v.cols))
	free := 0
	for _, t := range v.x.ticks() {
		label := v.x.label(t)
		at := min(max(v.col(t)-len(label)/2, 0), v.cols-len(label))
		if at >= free && at >= 0 {
			copy(line[at:], label)
			free = at + len(label) + 1
		}
	}
	return strings.TrimRight(string(line), " ")
}
