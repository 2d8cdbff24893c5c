package viz

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// step is one stage of a walk, as every form heads it.
type step struct{ heading, text string }

// steps returns the five stages, each with a sentence.
func (w Walk) steps() []step {
	scores := fmt.Sprintf("2. Score: q·landmark of %d visible chunks", w.visible())
	picked := fmt.Sprintf("3. Pick and weigh: the top %d by %s", len(w.Picks), short(w.Weighting, maxName))
	return []step{
		{"1. Query", short(w.Query, maxHover)},
		{scores, fmt.Sprintf("Each chunk's landmark is scored against the query; from %s to %s.", number(w.lowest()), number(w.highest()))},
		{picked, fmt.Sprintf("The picked chunks take parts of a stick of length 1; %s is left.", number(round(w.left(), 3)))},
		{"4. Attend: inside each picked chunk, over its tokens", "Each picked chunk has its own softmax; brighter is more."},
		{"5. Output", "What comes out, likeliest first."},
	}
}

func (w Walk) lowest() float64 {
	return slices.MinFunc(w.scored(), func(a, b float64) int { return sign(a - b) })
}

func (w Walk) highest() float64 {
	return slices.MaxFunc(w.scored(), func(a, b float64) int { return sign(a - b) })
}

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

func (w Walk) scored() []float64 {
	return slices.DeleteFunc(slices.Clone(w.Scores), math.IsNaN)
}

// text tells the walk as lines: each step, its numbers, bars of characters.
func (s strip) text(o TextOptions) string {
	st := s.steps()
	lines := []string{o.heading(s.Heading()), o.wrap(st[0].heading + ": " + st[0].text)}
	lines = append(lines, o.wrap(st[1].heading))
	lines = append(lines, s.scoreLines(o)...)
	lines = append(lines, o.wrap(st[2].heading), s.stickLine(o))
	for i, p := range s.Picks {
		lines = append(lines, o.paintSeries(i, o.wrap(fmt.Sprintf("  %c chunk %d%s: weight %s, score %s", seriesChar(i), p.Chunk, s.goldNote(p.Chunk), number(p.Weight), number(s.Scores[p.Chunk])))))
	}
	lines = append(lines, o.wrap(st[3].heading))
	for _, p := range s.Picks {
		lines = append(lines, o.cut(p.line(), 0))
	}
	if len(s.Output) > 0 {
		lines = append(lines, st[4].heading)
		for _, c := range s.Output {
			lines = append(lines, o.cut(fmt.Sprintf("  %s %s%s", number(c.Probability), short(c.Token, maxLabel), answerNote(c)), 0))
		}
	}
	return strings.Join(append(lines, o.footer(s.Provenance)...), "\n") + "\n"
}

func (w Walk) goldNote(chunk int) string {
	if slices.Contains(w.Gold, chunk) {
		return " (gold)"
	}
	return ""
}

func answerNote(c Candidate) string {
	if c.Answer {
		return " (gold)"
	}
	return ""
}

// scoreLines draws the scores as one row of the heat map of a terminal.
func (s strip) scoreLines(o TextOptions) []string {
	h := heatForm{blank: "not visible", HeatMap: HeatMap{XLabel: "chunk", YLabel: "query", ValueLabel: "score", Values: [][]float64{s.Scores}}}
	for _, p := range s.Picks {
		h.Picked = append(h.Picked, Mark{Col: p.Chunk})
	}
	for _, g := range s.Gold {
		h.Gold = append(h.Gold, Mark{Col: g})
	}
	g := h.grid(1, o.Width-4)
	return append(g.textLines(o, 1), goldLines([]*grid{g}, o)...)
}

// stickLine draws the weights as parts of a bar.
func (s strip) stickLine(o TextOptions) string {
	width, at := o.Width-4, 0.0
	var b strings.Builder
	drawn := 0
	part := func(share float64, ch byte) string {
		at += share
		n := min(width, int(math.Round(at*float64(width)))) - drawn
		drawn += n
		return strings.Repeat(string(ch), n)
	}
	b.WriteString("  |")
	for i, p := range s.Picks {
		b.WriteString(o.paintSeries(i, part(p.Weight, seriesChar(i))))
	}
	return b.String() + part(1-at, '.') + "|"
}

// line names the token of a chunk that gets most attention, among its
// neighbours.
func (p Pick) line() string {
	from, to := p.shown()
	best := from
	for t := from; t < to; t++ {
		if p.Attention[t] > p.Attention[best] {
			best = t
		}
	}
	words := make([]string, 0, to-from)
	for t := from; t < to; t++ {
		word := short(p.Tokens[t], maxLabel)
		if t == best {
			word = "[" + word + "]"
		}
		words = append(words, word)
	}
	return fmt.Sprintf("  chunk %d: %s on [%s]: %s", p.Chunk, number(p.Attention[best]), short(p.Tokens[best], maxLabel), strings.Join(words, " "))
}
