package oracle

import (
	"math"
	"slices"
)

// Gap is how far, for one token and retrieval head, the worst pick scores above the best visible chunk that was not
// picked, relative to the larger of 1 and the largest score: +Inf where every visible chunk is picked. A form that
// rounds scores may pick otherwise where the gap is near its rounding, and both would be right.
func (s Spec) Gap(in Inputs, b, t, h int) float64 {
	r := &run{Spec: s, in: s.rows(in)}
	asks := s.Asks(t)
	scores := r.scores(b, asks, h)[:s.Visible(s.First+asks)]
	if s.TopK == 0 || len(scores) <= s.TopK {
		return math.Inf(1)
	}
	slices.Sort(scores)
	slices.Reverse(scores)
	size := max(1, math.Abs(scores[0]), math.Abs(scores[len(scores)-1]))
	return (scores[s.TopK-1] - scores[s.TopK]) / size
}
