package ruler

import (
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
)

// haystack is a context that remembers where its needles lie, in the order of the text.
type haystack struct {
	strings.Builder
	hidden []hidden
}

// hidden is a needle in a haystack.
type hidden struct {
	key int
	at  data.Span
}

func (h *haystack) hide(n needle) {
	start := h.Len()
	h.WriteString(n.text)
	h.hidden = append(h.hidden, hidden{n.key, data.Span{Start: start, End: h.Len()}})
}

// hide writes a haystack of so many words or lines with the needles in it.
func (n *niah) hide(h *haystack, needles []needle, size int) error {
	if n.task.Haystack == "essay" {
		return n.hideInEssay(h, needles, size)
	}
	line := func(int) string { return n.texts.NoiseUnit }
	if n.task.Haystack == "needle" {
		lines := make([]string, size)
		for i := range lines {
			key := n.drawKey()
			lines[i] = n.sentence(key, n.drawValue())
		}
		line = func(i int) string { return lines[i] }
	}
	places, err := n.placesInLines(size, len(needles))
	if err != nil {
		return err
	}
	hideInLines(h, needles, places, size, line)
	return nil
}

// placesInLines draws the lines before which needles go, from the last to the first.
func (n *niah) placesInLines(size, needles int) ([]int, error) {
	if d := n.run.Depth; d != nil {
		return slices.Repeat([]int{size * *d / 100}, needles), nil
	}
	places, err := n.random.Sample(size, needles)
	slices.Sort(places)
	slices.Reverse(places)
	return places, err
}

// hideInLines writes lines, each on its own, with needle i before line places[i]. Places do not increase.
func hideInLines(h *haystack, needles []needle, places []int, size int, line func(int) string) {
	next := len(needles) - 1
	for i := range size + 1 {
		for ; next >= 0 && places[next] == i; next-- {
			h.newLine()
			h.hide(needles[next])
		}
		if i < size {
			h.newLine()
			h.WriteString(line(i))
		}
	}
}

// newLine ends the line before, if there is one.
func (h *haystack) newLine() {
	if h.Len() > 0 {
		h.WriteByte('\n')
	}
}

// hideInEssay writes the first words of the essay with the needles between sentences. Empty stretches leave their
// space.
func (n *niah) hideInEssay(h *haystack, needles []needle, size int) error {
	s := n.run.Essay.first(size)
	places, err := n.placesInEssay(s.len(), len(needles))
	if err != nil {
		return err
	}
	h.Grow(len(s.text) + 200*len(needles))
	at := 0
	for i, place := range append(places, s.len()) {
		if i > 0 {
			h.WriteByte(' ')
			h.hide(needles[i-1])
			h.WriteByte(' ')
		}
		for first := at; at < place; at++ {
			if at > first {
				h.WriteByte(' ')
			}
			h.WriteString(s.at(at))
		}
	}
	return nil
}

// placesInEssay draws the sentences before which needles go, from the first to the last.
func (n *niah) placesInEssay(count, needles int) ([]int, error) {
	if d := n.run.Depth; d != nil {
		return slices.Repeat([]int{int(float64(count) * (float64(*d) / 100))}, needles), nil
	}
	drawn, err := n.random.Sample(len(n.texts.Depths), needles)
	places := make([]int, len(drawn))
	for i, d := range drawn {
		places[i] = int(float64(count) * (float64(n.texts.Depths[d]) / 100))
	}
	slices.Sort(places)
	return places, err
}
