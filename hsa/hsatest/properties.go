package hsatest

import (
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// eachWeighting runs f for the plain operator with every weighting.
func (s operatorSuite) eachWeighting(f func(p Problem, got Run) (float64, error)) (worst float64, err error) {
	for _, w := range oracle.Weightings {
		p := s.plain(func(spec *oracle.Spec) { spec.Weighting = w })
		got, err := s.op.run(p)
		if err != nil {
			return worst, err
		}
		e, err := f(p, got)
		if err != nil {
			return e, fmt.Errorf("%s: %w", w, err)
		}
		worst = max(worst, e)
	}
	return worst, nil
}

// picks: distinct, newest first, visible, as many as there are, empty slots last.
func (s operatorSuite) picks() error {
	_, err := s.eachWeighting(func(p Problem, got Run) (float64, error) {
		slots := p.Spec.Slots()
		if want := p.Spec.Batch * p.Spec.Length * p.Spec.MemoryHeads * slots; len(got.Picks) != want {
			return 0, fmt.Errorf("%d picks, want %d", len(got.Picks), want)
		}
		for row := range len(got.Picks) / slots {
			picks := got.Picks[row*slots : (row+1)*slots]
			token := row / p.Spec.MemoryHeads % p.Spec.Length
			visible := token / p.Spec.Chunk
			n := min(visible, slots)
			for k, c := range picks {
				ok := k >= n && c == -1 || k < n && c >= 0 && c < visible && (k == 0 || c < picks[k-1])
				if !ok {
					return 0, fmt.Errorf("token %d, which sees %d chunks, picks %v", token, visible, picks)
				}
			}
		}
		return 0, nil
	})
	return err
}

// ties: with all landmarks equal, the oldest chunks are picked.
func (s operatorSuite) ties() error {
	p := s.plain(unchanged)
	for i := range p.In.Landmarks {
		p.In.Landmarks[i] = 1
	}
	got, err := s.op.run(p)
	if err != nil {
		return err
	}
	want, err := NewOperator(Oracle).run(p)
	if err != nil {
		return err
	}
	if !slices.Equal(want.Picks, got.Picks) {
		return fmt.Errorf("all scores equal: %s", firstPick(p.Spec, want.Picks, got.Picks))
	}
	return nil
}

// nothingVisible: before the first chunk is complete, values, weights and gradients are exactly 0, also beside tokens that
// see chunks.
func (s operatorSuite) nothingVisible() (float64, error) {
	return s.eachWeighting(func(p Problem, got Run) (float64, error) {
		first := p
		first.Spec.Length = p.Spec.Chunk
		first.In.RetrievalQueries = p.In.RetrievalQueries[:p.Spec.Batch*p.Spec.Chunk*p.Spec.RetrievalHeads*p.Spec.RetrievalDim]
		context := p.Spec.Batch * p.Spec.Chunk * p.Spec.Heads * p.Spec.HeadDim
		first.In.Q, first.Dout = p.In.Q[:context], p.Dout[:context]
		alone, err := s.op.run(first)
		if err != nil {
			return 0, err
		}
		width := p.Spec.Chunk * p.Spec.Heads * p.Spec.HeadDim // of text 0
		asked := p.Spec.Chunk * p.Spec.RetrievalHeads * p.Spec.RetrievalDim
		for name, x := range map[string][]float64{
			"out": alone.Out, "weights": alone.Result.Weights, "d_rq": alone.Grads.RetrievalQueries, "d_landmarks": alone.Grads.Landmarks,
			"d_q": alone.Grads.Q, "d_k": alone.Grads.K, "d_v": alone.Grads.V,
			"out beside others": got.Out[:width], "d_q beside others": got.Grads.Q[:width], "d_rq beside others": got.Grads.RetrievalQueries[:asked],
		} {
			if i := slices.IndexFunc(x, func(v float64) bool { return v != 0 }); i >= 0 {
				return math.Inf(1), fmt.Errorf("%s holds %v, want exactly 0", name, x[i])
			}
		}
		return 0, nil
	})
}

// sums of the chunk weights: 1 - Π(1-σ(s)) for stick-breaking, 1 for softmax, 1 - 1/(1+Σexp(s)) for off-by-one, the number
// of picks for NSA.
func (s operatorSuite) sums() (float64, error) {
	return s.eachWeighting(func(p Problem, got Run) (float64, error) {
		slots, worst := p.Spec.Slots(), 0.0
		for row := range len(got.Picks) / slots {
			token, head := row/p.Spec.MemoryHeads, row%p.Spec.MemoryHeads
			left, mass, n := 1.0, 0.0, 0
			for _, c := range got.Picks[row*slots : (row+1)*slots] {
				if c >= 0 {
					score := got.Scores[(token*p.Spec.RetrievalHeads+head)*p.Spec.Chunks+c]
					left, mass, n = left/(1+math.Exp(score)), mass+math.Exp(score), n+1
				}
			}
			want := map[oracle.Weighting]float64{oracle.StickBreaking: 1 - left, oracle.Softmax: float64(min(n, 1)),
				oracle.OffByOne: mass / (1 + mass), oracle.NSA: float64(n)}[p.Spec.Weighting]
			worst = max(worst, math.Abs(sum(got.Result.Weights[row*slots:(row+1)*slots])-want))
		}
		return worst, nil
	})
}

func sum(x []float64) float64 {
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total
}

// orderInsideChunk: the far path has no positions, so the tokens of a chunk may be reversed, keys and values together; the
// gradients are reversed with them.
func (s operatorSuite) orderInsideChunk() (float64, error) {
	return s.eachWeighting(func(p Problem, want Run) (float64, error) {
		reverse := func(x []float64) []float64 { return reversedChunks(x, p.Spec) }
		p.In.K, p.In.V = reverse(p.In.K), reverse(p.In.V)
		got, err := s.op.run(p)
		if err != nil {
			return 0, err
		}
		return max(Relative(want.Out, got.Out, 1), Relative(want.Grads.RetrievalQueries, got.Grads.RetrievalQueries, 1),
			Relative(want.Grads.K, reverse(got.Grads.K), 1), Relative(want.Grads.V, reverse(got.Grads.V), 1)), nil
	})
}

// reversedChunks is x [B C·S Hm D] with the tokens of each chunk in reverse order.
func reversedChunks(x []float64, s oracle.Spec) []float64 {
	width := s.MemoryHeads * s.HeadDim
	out := make([]float64, 0, len(x))
	for chunk := range slices.Chunk(x, s.Chunk*width) {
		for j := s.Chunk - 1; j >= 0; j-- {
			out = append(out, chunk[j*width:(j+1)*width]...)
		}
	}
	return out
}

// shiftedValues: adding 2 to every value adds 2·Σw to the output; 2 with NSA.
func (s operatorSuite) shiftedValues() (float64, error) {
	return s.eachWeighting(func(p Problem, before Run) (float64, error) {
		p.In.V = along(p.In.V, slices.Repeat([]float64{1}, len(p.In.V)), 2)
		got, err := s.op.run(p)
		if err != nil {
			return 0, err
		}
		group, slots := p.Spec.Heads/p.Spec.MemoryHeads, p.Spec.Slots()
		want := slices.Clone(before.Out)
		for i := range want {
			row := i / p.Spec.HeadDim / group * slots
			total := sum(before.Result.Weights[row : row+slots])
			if p.Spec.Weighting == oracle.NSA {
				total = min(total, 1)
			}
			want[i] += 2 * total
		}
		return Relative(want, got.Out, 1), nil
	})
}

// everyChunk: K beyond the number of chunks computes what no K at all does.
func (s operatorSuite) everyChunk() (float64, error) {
	return s.eachWeighting(func(p Problem, _ Run) (float64, error) {
		p.Spec.TopK = 0
		want, err := s.op.run(p)
		if err != nil {
			return 0, err
		}
		p.Spec.TopK = p.Spec.Chunks + 3
		got, err := s.op.run(p)
		if err != nil {
			return 0, err
		}
		d, err := Compare(p, want, got)
		return d.Error, err
	})
}
