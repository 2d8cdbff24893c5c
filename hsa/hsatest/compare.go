package hsatest

import (
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// Relative is the measure of error: the largest difference of got from want, divided by the largest entry of want, or
// by unit where that is larger. unit is the size of the terms that entries are summed from: where they cancel, their
// rounding does not. Values that are not numbers are infinitely far from any other.
func Relative(want, got []float64, unit float64) float64 {
	if len(want) != len(got) {
		return math.Inf(1)
	}
	worst, largest := 0.0, unit
	for i := range want {
		if want[i] == got[i] {
			if !math.IsInf(want[i], 0) {
				largest = max(largest, math.Abs(want[i]))
			}
			continue
		}
		d := math.Abs(want[i] - got[i])
		if math.IsNaN(d) {
			return math.Inf(1)
		}
		worst, largest = max(worst, d), max(largest, math.Abs(want[i]))
	}
	return worst / largest
}

// Difference is the largest error of one run of an operator against another, over all its tensors.
type Difference struct {
	Error  float64
	Tensor string // where it is
}

// Compare holds a run against what is wanted. Scores, values and gradients are compared by Relative with unit 1, the
// size of the values that AnyProblem draws, but for two gradients whose terms are larger: that of the retrieval queries,
// whose unit is the largest landmark, and that of the rank decay, one sum of ranks over all tokens and slots. Picks must be
// equal. Tensors that want lacks are not compared.
func Compare(p Problem, want, got Run) (Difference, error) {
	if !slices.Equal(want.Picks, got.Picks) {
		return Difference{Error: math.Inf(1), Tensor: "picks"}, fmt.Errorf("picks differ: %s", firstPick(p.Spec, want.Picks, got.Picks))
	}
	var worst Difference
	for _, t := range []struct {
		name      string
		unit      float64
		want, got []float64
	}{
		{"scores", 1, want.Scores, got.Scores},
		{"weights", 1, want.Result.Weights, got.Result.Weights},
		{"out", 1, want.Out, got.Out},
		{"d_rq", max(1, largest(p.In.Landmarks)), want.Grads.RetrievalQueries, got.Grads.RetrievalQueries},
		{"d_landmarks", 1, want.Grads.Landmarks, got.Grads.Landmarks},
		{"d_q", 1, want.Grads.Q, got.Grads.Q},
		{"d_k", 1, want.Grads.K, got.Grads.K},
		{"d_v", 1, want.Grads.V, got.Grads.V},
		{"d_rank_decay", float64(p.Spec.Slots()) * math.Sqrt(float64(p.Spec.Batch*p.Spec.Length*p.Spec.RetrievalHeads)), []float64{want.Grads.RankDecay}, []float64{got.Grads.RankDecay}},
	} {
		if t.want == nil {
			continue
		}
		if e := Relative(t.want, t.got, t.unit); e > worst.Error {
			worst = Difference{Error: e, Tensor: t.name}
		}
	}
	return worst, nil
}

func firstPick(s oracle.Spec, want, got []int) string {
	if len(want) != len(got) {
		return fmt.Sprintf("%d slots, want %d", len(got), len(want))
	}
	for i := 0; i < len(want); i += s.Slots() {
		if w, g := want[i:i+s.Slots()], got[i:i+s.Slots()]; !slices.Equal(w, g) {
			row := i / s.Slots()
			return fmt.Sprintf("%v, want %v at text %d, token %d, memory head %d", g, w,
				row/s.MemoryHeads/s.Length, row/s.MemoryHeads%s.Length, row%s.MemoryHeads)
		}
	}
	return "nowhere"
}

func largest(x []float64) float64 {
	top := 0.0
	for _, v := range x {
		top = max(top, math.Abs(v))
	}
	return top
}
