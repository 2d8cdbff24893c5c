package experiments

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
	"github.com/hsalab/hsalab/viz"
)

// Explain has a model read the text up to a question and explains the retrieval of one group at its last token.
func (p *Probe) Explain(ctx context.Context, m *hsa.Model, question, group int, o hsa.ExplainOptions) (*hsa.Explanation, error) {
	stream, err := readTokens(ctx, m, p.Sample.Tokens, p.Sample.Tail)
	if err != nil {
		return nil, err
	}
	defer stream.Free()
	return stream.Explain(p.Sample.Queries[question].Position, group, o)
}

// Walk shows one retrieval of a question step by step: that of the first head of the last group.
func (p *Probe) Walk(ctx context.Context, m *hsa.Model, question int) (viz.Walk, error) {
	e, err := p.Explain(ctx, m, question, m.Config().Groups-1, hsa.ExplainOptions{})
	if err != nil {
		return viz.Walk{}, err
	}
	q := p.Sample.Queries[question]
	w := viz.Walk{
		Title: fmt.Sprintf("One retrieval: %s", p.ask(q)), Query: p.ask(q), Weighting: string(m.Config().Weighting),
		Scores: p.scores(e.Heads[0].Scores), Output: p.candidates(e.Logits, q.Answer),
	}
	if gold := p.Gold(question); gold >= 0 {
		w.Gold = []int{gold}
	}
	for _, pick := range e.Heads[0].Picks {
		w.Picks = append(w.Picks, viz.Pick{
			Chunk: pick.Chunk, Weight: float64(pick.Weight),
			Tokens: p.Words[pick.Chunk*p.Chunk : (pick.Chunk+1)*p.Chunk], Attention: meanOver(pick.Inside),
		})
	}
	return w, nil
}

// scores are those of all chunks of the text; of a chunk that the question does not see there is none.
func (p *Probe) scores(visible []float32) []float64 {
	all := make([]float64, len(p.Sample.Tokens)/p.Chunk)
	for c := range all {
		all[c] = math.NaN()
		if c < len(visible) && !math.IsInf(float64(visible[c]), 0) {
			all[c] = float64(visible[c])
		}
	}
	return all
}

// shownCandidates is how many answers a walk shows.
const shownCandidates = 5

// candidates are the likeliest next tokens, and the right one.
func (p *Probe) candidates(logits []float32, answer int32) []viz.Candidate {
	order := make([]int32, len(logits))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		switch {
		case logits[a] > logits[b]:
			return -1
		case logits[a] < logits[b]:
			return 1
		}
		return 0
	})
	var list []viz.Candidate
	for rank, id := range order {
		if rank < shownCandidates || id == answer {
			list = append(list, viz.Candidate{Token: p.token(id), Probability: probability(logits, id), Answer: id == answer})
		}
	}
	return list
}

// meanOver is the attention over the tokens of a chunk, as the mean over the query heads that read it.
func meanOver(inside [][]float32) []float64 {
	mean := make([]float64, len(inside[0]))
	for _, head := range inside {
		for i, a := range head {
			mean[i] += float64(a) / float64(len(inside))
		}
	}
	return mean
}

// Landmarks are the landmarks that a model makes of the chunks of the text, of all retrieval heads [chunk][LandmarkSize].
func (p *Probe) Landmarks(ctx context.Context, m *hsa.Model) ([][]float32, error) {
	stream, err := readTokens(ctx, m, p.Sample.Tokens, p.Sample.Tail)
	if err != nil {
		return nil, err
	}
	defer stream.Free()
	state, err := stream.State()
	if err != nil {
		return nil, err
	}
	var list [][]float32
	for _, t := range state.Tensors {
		if !strings.HasPrefix(t.Name, "chunks.landmarks.") {
			continue
		}
		values, err := safetensors.Values[float32](t)
		if err != nil {
			return nil, err
		}
		for row := range slices.Chunk(values, m.Config().LandmarkSize()) {
			list = append(list, row)
		}
	}
	return list, nil
}
