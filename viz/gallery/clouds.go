package gallery

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/viz"
)

// ScoreMass is two layers: one with few points, one with so many that they are
// drawn as hexagons.
func ScoreMass() viz.ScoreMass {
	s := viz.ScoreMass{Title: "Do scores rank chunks as attention would?", Provenance: made("9")}
	for i, n := range []int{300, 20000} {
		l := viz.ScoredLayer{Name: fmt.Sprintf("layer %d", 2+i)}
		for k := range n {
			u, v := wave(k, 0.754877), wave(k, 0.569840)
			mass := -12 + 11*u
			l.LogMass = append(l.LogMass, mass)
			l.Score = append(l.Score, 0.6*mass+7+(1.2+float64(i))*(v+wave(k, 0.91234)-1)*2)
		}
		s.Layers = append(s.Layers, l)
	}
	return s
}

// wave returns number k of a sequence that fills [0, 1) evenly.
func wave(k int, step float64) float64 {
	_, f := math.Modf(float64(k+1) * step)
	return f
}

// Landmarks is three topics of chunks, two of them with evidence.
func Landmarks() viz.LandmarkMap {
	m := viz.LandmarkMap{Title: "Landmarks of 240 chunks", Gold: []int{7, 100}, Picked: []int{7, 8, 101, 200}, Provenance: made("4")}
	state := uint32(7)
	for c := range 240 {
		topic := float64(c / 80)
		l := make([]float64, 16)
		for d := range l {
			l[d] = 2*math.Sin(topic*2.1+float64(d)*0.4*topic) + noise(&state) + noise(&state)
		}
		m.Landmarks = append(m.Landmarks, l)
		m.Text = append(m.Text, fmt.Sprintf("the text of chunk %d", c))
	}
	return m
}

// Walk is one retrieval of a needle among 96 chunks.
func Walk() viz.Walk {
	w := viz.Walk{
		Title: "What is magic lemon?", Query: "… what is magic lemon? →", Weighting: "stick-breaking",
		Gold: []int{31}, Provenance: made("11"),
		Output: []viz.Candidate{{Token: "otter", Probability: 0.91, Answer: true}, {Token: "river", Probability: 0.04}, {Token: "lemon", Probability: 0.02}},
	}
	for c := range 96 {
		w.Scores = append(w.Scores, 1.1*math.Sin(float64(c)*1.3)+0.5*math.Cos(float64(c)*0.37))
		if c >= 92 {
			w.Scores[c] = math.NaN()
		}
	}
	w.Scores[31], w.Scores[30] = 4.2, 2.1
	words := []string{"the", "colour", "of", "light", "is", "magic", "lemon", "otter"}
	for i, chunk := range []int{88, 57, 31, 30} {
		p := viz.Pick{Chunk: chunk, Weight: []float64{0.06, 0.09, 0.71, 0.08}[i]}
		for t, word := range words {
			a := 0.06
			if chunk != 31 && t > 4 {
				word = []string{"and", "then", "it"}[t-5]
			}
			if chunk == 31 && t == 7 {
				a = 0.55
			}
			p.Tokens, p.Attention = append(p.Tokens, word), append(p.Attention, a)
		}
		w.Picks = append(w.Picks, p)
	}
	return w
}
