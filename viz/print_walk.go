package viz

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	walkWidth  = 504
	scoresHigh = 96 // points: the scores, the stick, a picked chunk, a candidate
	stickHigh  = 44
	chunkHigh  = 25
	outHigh    = 15
	stepHigh   = 20 // heading of a step
	maxTokens  = 16 // of a chunk, in a strip
)

// strip is a walk ready to be drawn.
type strip struct{ Walk }

func (w Walk) form() form { return strip{w} }

func (s strip) pictureSize() (vg.Length, vg.Length) {
	h := 60 + stepHigh*4 + scoresHigh + stickHigh + chunkHigh*len(s.Picks) + outHigh*len(s.Output)
	return walkWidth, vg.Length(h)
}

// draw paints one band a step, from the top.
func (s strip) draw(c draw.Canvas) {
	c = drawTitle(c, s.Heading())
	style := lettering(labelSize)
	steps := s.steps()
	c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y - 14}, cutTo(style, steps[0].heading+": "+steps[0].text, c.Max.X-c.Min.X))
	c.Max.Y -= 22
	s.drawScores(band(&c, steps[1].heading, scoresHigh))
	s.drawStick(band(&c, steps[2].heading, stickHigh))
	s.drawAttention(band(&c, steps[3].heading, vg.Length(chunkHigh*len(s.Picks))))
	if len(s.Output) > 0 {
		s.drawOutput(band(&c, steps[4].heading, vg.Length(outHigh*len(s.Output))))
	}
}

// band heads and returns the next part of c, and takes it from c.
func band(c *draw.Canvas, heading string, height vg.Length) draw.Canvas {
	style := lettering(labelSize + 0.5)
	c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y - 14}, cutTo(style, heading, c.Max.X-c.Min.X))
	part := *c
	part.Max.Y -= stepHigh
	part.Min.Y = part.Max.Y - height
	c.Max.Y = part.Min.Y
	return part
}

// drawScores draws one stem a chunk, those picked in colour, and outlines gold.
func (s strip) drawScores(c draw.Canvas) {
	x, y := axis{Low: -0.5, High: float64(len(s.Scores)) - 0.5, Step: niceStep(float64(len(s.Scores)), 10)}, s.scoreAxis()
	p := newPlot(c, "chunk", "score")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = x.Low, x.High, y.Low, y.High
	p.X.Tick.Marker, p.Y.Tick.Marker = chunkTicks(len(s.Scores)), y.marks()
	p.Add(stems{s})
	p.Draw(c)
}

func (s strip) scoreAxis() axis {
	r := Range{0, 0} // stems stand on zero
	for _, v := range s.Scores {
		if !math.IsNaN(v) {
			r = Range{min(r.Low, v), max(r.High, v)}
		}
	}
	return linear(r, 3)
}

func chunkTicks(n int) plot.ConstantTicks {
	step := max(1, int(niceStep(float64(n), 10)))
	var ts plot.ConstantTicks
	for i := 0; i < n; i += step {
		ts = append(ts, plot.Tick{Value: float64(i), Label: fmt.Sprint(i)})
	}
	return ts
}

// stems draws the scores, the picked ones last, so that none of them is lost
// where chunks lie close.
type stems struct{ s strip }

func (d stems) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	width := max(0.5, min(6, (x(1)-x(0))*0.6))
	stem := func(chunk int, col color.Color, w vg.Length) {
		if v := d.s.Scores[chunk]; !math.IsNaN(v) {
			c.StrokeLine2(draw.LineStyle{Color: col, Width: w}, x(float64(chunk)), y(0), x(float64(chunk)), y(v))
		}
	}
	for _, g := range d.s.Gold {
		v := d.s.Scores[g]
		if math.IsNaN(v) {
			v = 0
		}
		half := max(width/2+2, 3)
		outline(c, vg.Rectangle{Min: vg.Point{X: x(float64(g)) - half, Y: min(y(v), y(0)) - 2}, Max: vg.Point{X: x(float64(g)) + half, Y: max(y(v), y(0)) + 2}})
	}
	for _, chunk := range d.s.shownChunks() {
		stem(chunk, markColor, width)
	}
	for i, pick := range d.s.Picks {
		stem(pick.Chunk, lineColor(i), max(width, 1.6))
	}
}

// drawStick draws the weights as parts of one stick, and what is left of it.
func (s strip) drawStick(c draw.Canvas) {
	from, width := c.Min.X, c.Max.X-c.Min.X
	bar := func(share float64, col color.Color, name string, ink color.Color) {
		to := from + vg.Length(share)*width
		r := vg.Rectangle{Min: vg.Point{X: from, Y: c.Min.Y + 16}, Max: vg.Point{X: to, Y: c.Max.Y - 4}}
		c.FillPolygon(col, corners(r))
		c.StrokeLines(draw.LineStyle{Color: color.White, Width: 1}, append(corners(r), r.Min))
		style := lettering(tickSize)
		style.Color, style.XAlign = ink, draw.XCenter
		if style.Width(name) < to-from-2 {
			c.FillText(style, vg.Point{X: (from + to) / 2, Y: (r.Min.Y+r.Max.Y)/2 - 4}, name)
		}
		from = to
	}
	for i, p := range s.Picks {
		bar(p.Weight, lineColor(i), fmt.Sprintf("%d: %s", p.Chunk, number(p.Weight)), onColor(lineColor(i)))
	}
	bar(s.left(), hiddenColor, "left: "+number(round(s.left(), 3)), color.Black)
	style := lettering(tickSize)
	c.FillText(style, vg.Point{X: c.Min.X, Y: c.Min.Y + 4}, "0")
	style.XAlign = draw.XRight
	c.FillText(style, vg.Point{X: c.Max.X, Y: c.Min.Y + 4}, "1")
}

func corners(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}
}

// drawAttention draws a row a picked chunk: its tokens, shaded by attention.
func (s strip) drawAttention(c draw.Canvas) {
	const margin = 88
	style := lettering(tickSize)
	for i, p := range s.Picks {
		top := c.Max.Y - vg.Length(i)*chunkHigh
		c.FillPolygon(lineColor(i), corners(vg.Rectangle{Min: vg.Point{X: c.Min.X, Y: top - chunkHigh + 5}, Max: vg.Point{X: c.Min.X + 4, Y: top - 2}}))
		name := fmt.Sprintf("chunk %d: %s%s", p.Chunk, number(p.Weight), s.goldNote(p.Chunk))
		c.FillText(style, vg.Point{X: c.Min.X + 7, Y: top - 16}, cutTo(style, name, margin+8))
		from, to := p.shown()
		width := (c.Max.X - c.Min.X - margin - 16) / vg.Length(to-from)
		for t := from; t < to; t++ {
			left := c.Min.X + margin + 16 + vg.Length(t-from)*width
			s.drawToken(c, vg.Rectangle{Min: vg.Point{X: left, Y: top - chunkHigh + 4}, Max: vg.Point{X: left + width - 1, Y: top - 1}}, p.Tokens[t], p.Attention[t])
		}
	}
}

func (s strip) drawToken(c draw.Canvas, r vg.Rectangle, token string, attention float64) {
	c.FillPolygon(fixed{heat(attention)}, corners(r))
	style := lettering(tickSize - 1)
	style.Color, style.XAlign = onColor(heat(attention)), draw.XCenter
	if text := cutTo(style, short(token, maxLabel), r.Max.X-r.Min.X-2); text != "…" {
		c.FillText(style, vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y+r.Max.Y)/2 - 3.5}, text)
	}
}

// shown returns the tokens around the one that gets most attention, as many as
// a strip has room for.
func (p Pick) shown() (from, to int) {
	n := len(p.Tokens)
	if n <= maxTokens {
		return 0, n
	}
	best := 0
	for t, a := range p.Attention {
		if a > p.Attention[best] {
			best = t
		}
	}
	from = min(max(0, best-maxTokens/2), n-maxTokens)
	return from, from + maxTokens
}

// drawOutput draws a bar a candidate, as long as it is likely.
func (s strip) drawOutput(c draw.Canvas) {
	const margin = 90
	style := lettering(tickSize)
	for i, o := range s.Output {
		y := c.Max.Y - vg.Length(i+1)*outHigh
		col := color.Color(markColor)
		name := short(o.Token, maxLabel)
		if o.Answer {
			col, name = goldColor, name+" (gold)"
		}
		c.FillText(style, vg.Point{X: c.Min.X, Y: y + 3}, cutTo(style, name, margin-4))
		right := c.Min.X + margin + vg.Length(o.Probability)*(c.Max.X-c.Min.X-margin-40)
		c.FillPolygon(col, corners(vg.Rectangle{Min: vg.Point{X: c.Min.X + margin, Y: y + 2}, Max: vg.Point{X: right, Y: y + outHigh - 3}}))
		c.FillText(style, vg.Point{X: right + 4, Y: y + 3}, number(o.Probability))
	}
}
