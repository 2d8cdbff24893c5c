package needles

import (
	"slices"

	"github.com/hsalab/hsalab/data"
)

// build puts needle i in front of haystack token places[i] and adds question and answer. No two needles have one place.
func (m *Maker) build(task Task, seed int64, d draft, haystack []int32, places []int) Sample {
	s := Sample{Task: task, Seed: seed, Tokens: make([]int32, 0, len(haystack)+d.length())}
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return places[a] - places[b] })
	from := 0
	for _, i := range order {
		s.Tokens = append(s.Tokens, haystack[from:places[i]]...)
		from = places[i]
		span := data.Span{Start: len(s.Tokens), End: len(s.Tokens) + len(d.needles[i].tokens)}
		s.Tokens = append(s.Tokens, d.needles[i].tokens...)
		if !d.needles[i].gold {
			s.Others = append(s.Others, span)
			continue
		}
		s.Evidence = append(s.Evidence, data.Evidence{Text: m.tok.Decode(d.needles[i].tokens), Bytes: data.NoSpan, Tokens: span})
	}
	s.Tokens = append(append(s.Tokens, haystack[from:]...), d.question...)
	s.Prompt = len(s.Tokens)
	s.Tokens = append(s.Tokens, d.answer...)
	s.Scored = data.Span{Start: s.Prompt + d.scored.Start, End: s.Prompt + d.scored.End}
	return s
}
