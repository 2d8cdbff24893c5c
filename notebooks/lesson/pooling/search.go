package pooling

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// A Haystack is chunks of random keys. One key of each is its needle: longer than the others, in a direction of its own.
// A query asks for the needle of one chunk, by its direction.
type Haystack struct {
	Chunks, Chunk, Dim int     // C, S and the length of a key
	Needle             float64 // length of a needle; other keys have about √Dim
	Query              float64 // length of a query
	Off                float64 // degrees between the query and the one that an encoder expected
	TopK               int     // K: chunks that a query picks
	Seed               uint64
}

// Standard is the haystack of the notebook.
var Standard = Haystack{Chunks: 1024, Chunk: 8, Dim: 16, Needle: 4, Query: 2, Off: 60, TopK: 4, Seed: 22}

const most = 1 << 11 // chunks of a haystack, so that a cell stays quick

// asked is how many chunks at most are asked for at each size of the haystack.
const asked = 128

// Recall is the share of needles whose chunk is among the K that score highest, against the number of chunks, for four
// ways to score a chunk: by its mean, by a landmark made for the query that its needle answers, as a good encoder would
// make it, by one made for a query some degrees off, and by reading all its keys (the log mass). Intervals are 95 % (Wilson), over the needles.
func Recall(h Haystack) (viz.Curve, error) {
	if h.Chunks < 2*h.TopK || h.Chunks > most || h.TopK < 1 || h.Chunk < 1 || h.Dim < 2 {
		return viz.Curve{}, fmt.Errorf("pooling: a haystack of %d chunks of %d keys of %d numbers, top-K %d: want at least twice K and at most %d chunks, a key a chunk, and 2 numbers", h.Chunks, h.Chunk, h.Dim, h.TopK, most)
	}
	c := viz.Curve{
		Title:  fmt.Sprintf("Needles found among the top %d, one in each chunk of %d keys", h.TopK, h.Chunk),
		XLabel: "chunks", YLabel: fmt.Sprintf("recall@%d", h.TopK), Log2X: true, YRange: viz.Range{Low: 0, High: 1},
		Provenance: viz.Provenance{Seed: fmt.Sprint(h.Seed), Note: fmt.Sprintf("%+v", h)},
	}
	chunks := h.draw()
	for _, kind := range h.kinds() {
		scores := kind.score(chunks)
		s := viz.Series{Name: kind.name}
		for n := 2 * h.TopK; n <= h.Chunks; n *= 2 {
			s.Points = append(s.Points, recallPoint(scores, n, h.TopK))
		}
		c.Series = append(c.Series, s)
	}
	return c, nil
}

// chunk is one chunk of a haystack.
type chunk struct {
	keys  [][]float64
	query []float64 // that its needle answers
	guess []float64 // the query that an encoder expected, some degrees off
}

// draw makes the chunks. The needle is the first key, which nothing but the query knows.
func (h Haystack) draw() []chunk {
	r := rand.New(rand.NewPCG(h.Seed, 0))
	list := make([]chunk, h.Chunks)
	for i := range list {
		for range h.Chunk {
			list[i].keys = append(list[i].keys, normals(r, h.Dim))
		}
		needle := list[i].keys[0]
		floats.Scale(h.Needle/floats.Norm(needle, 2), needle)
		list[i].query = floats.ScaleTo(make([]float64, h.Dim), h.Query/h.Needle, needle)
		list[i].guess = turned(list[i].query, normals(r, h.Dim), h.Off)
	}
	return list
}

// turned is q turned by so many degrees towards a direction, at the same length.
func turned(q, towards []float64, degrees float64) []float64 {
	across := slices.Clone(towards)
	floats.AddScaled(across, -floats.Dot(towards, q)/floats.Dot(q, q), q)
	floats.Scale(floats.Norm(q, 2)/floats.Norm(across, 2), across)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	out := make([]float64, len(q))
	floats.AddScaled(out, cos, q)
	floats.AddScaled(out, sin, across)
	return out
}

func normals(r *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	return x
}

// A kind is a way to score: score returns row by row what the query of a chunk makes of every chunk.
type kind struct {
	name  string
	score func([]chunk) [][]float64
}

func (h Haystack) kinds() []kind {
	return []kind{
		{"mean pooling", byLandmark(func(c chunk) Landmark { return Mean(c.keys) })},
		{fmt.Sprintf("landmark, %g° off", h.Off), byLandmark(func(c chunk) Landmark { return Tangent(c.keys, c.guess) })},
		{"landmark, right query", byLandmark(func(c chunk) Landmark { return Tangent(c.keys, c.query) })},
		{"all keys read", byMass},
	}
}

func byLandmark(make func(chunk) Landmark) func([]chunk) [][]float64 {
	return func(chunks []chunk) [][]float64 {
		var landmarks []Landmark
		for _, c := range chunks {
			landmarks = append(landmarks, make(c))
		}
		return scores(chunks, func(q []float64, c int) float64 { return landmarks[c].Score(q) })
	}
}

func byMass(chunks []chunk) [][]float64 {
	return scores(chunks, func(q []float64, c int) float64 { return LogMass(q, chunks[c].keys) })
}

func scores(chunks []chunk, score func(q []float64, c int) float64) [][]float64 {
	rows := make([][]float64, min(asked, len(chunks)))
	for g := range rows {
		rows[g] = make([]float64, len(chunks))
		for c := range chunks {
			rows[g][c] = score(chunks[g].query, c)
		}
	}
	return rows
}

// recallPoint is the recall among the first n chunks.
func recallPoint(scores [][]float64, n, k int) viz.Point {
	golds, found := min(n, len(scores)), 0
	for g := range golds {
		above := 0
		for _, s := range scores[g][:n] {
			if s > scores[g][g] {
				above++
			}
		}
		if above < k {
			found++
		}
	}
	i := results.Wilson(found, golds, 0.95)
	y := float64(found) / float64(golds)
	return viz.Point{X: float64(n), Y: y, Low: math.Min(i.Low, y), High: math.Max(i.High, y), N: golds}
}
