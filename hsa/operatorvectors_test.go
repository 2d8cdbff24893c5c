package hsa

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// operatorFacts is the JSON beside an operator case.
type operatorFacts struct {
	Name           string   `json:"name"`
	B              int      `json:"B"`
	L              int      `json:"L"`
	LMem           int      `json:"L_mem"`
	Heads          int      `json:"n_heads"`
	KVHeads        int      `json:"n_kv_heads"`
	RetrievalHeads int      `json:"n_retrieval_heads"`
	HeadDim        int      `json:"head_dim"`
	Chunk          int      `json:"chunk"`
	RetrievalDim   int      `json:"retrieval_head_dim"`
	TopK           int      `json:"top_k"`
	Slots          int      `json:"slots"`
	Weighting      string   `json:"weighting"`
	OffByOne       bool     `json:"off_by_one"`
	HideWindow     int      `json:"hide_window"`
	RankDecay      *float64 `json:"rank_decay"`
	TieRule        string   `json:"tie_rule"`
}

func (f operatorFacts) spec(t *testing.T) oracle.Spec {
	weighting, ok := map[string]oracle.Weighting{"stick": oracle.StickBreaking, "softmax": oracle.Softmax}[f.Weighting]
	if !ok {
		t.Fatalf("weighting %q: want stick or softmax", f.Weighting)
	}
	return oracle.Spec{Batch: f.B, Length: f.L, Chunks: f.LMem / f.Chunk, Chunk: f.Chunk, Heads: f.Heads, MemoryHeads: f.KVHeads,
		RetrievalHeads: f.RetrievalHeads, HeadDim: f.HeadDim, RetrievalDim: f.RetrievalDim, TopK: f.TopK, TokensPerRetrieval: 1,
		HideWindow: f.HideWindow, Weighting: weighting, RankDecay: f.RankDecay != nil, OffByOne: f.OffByOne,
		NewerWinsTies: f.TieRule == "newer"}
}

// operatorVectors is one operator case: a problem and what the reference computed.
type operatorVectors struct {
	hsatest.Problem
	want     hsatest.Run
	chunkOut []float64 // o_k [B L Hq K D]
}

func openOperator(t *testing.T, path string) operatorVectors {
	t.Helper()
	var facts operatorFacts
	readJSON(t, path[:len(path)-len(filepath.Ext(path))]+".json", &facts)
	file := openVectors(t, path)
	read := func(name string) []float64 { return readAll[float64](t, file, name) }
	o := operatorVectors{Problem: hsatest.Problem{Spec: facts.spec(t), Dout: read("dout"), In: oracle.Inputs{
		RetrievalQueries: read("rq"), Landmarks: read("landmarks"), Q: read("q"), K: read("k"), V: read("v")}}}
	o.want = hsatest.Run{
		Result: oracle.Result{Scores: read("scores"), Weights: read("weights"), Out: read("out")},
		Grads: oracle.Gradients{Weights: read("d_weights"), Inputs: oracle.Inputs{
			RetrievalQueries: read("d_rq"), Landmarks: read("d_landmarks"), Q: read("d_q"), K: read("d_k"), V: read("d_v")}},
	}
	for _, c := range readAll[int32](t, file, "picks") {
		o.want.Picks = append(o.want.Picks, int(c))
	}
	if facts.RankDecay != nil {
		o.In.RankDecay, o.want.Grads.RankDecay = *facts.RankDecay, read("d_rank_decay")[0]
	}
	if got := o.Spec.Slots(); got != facts.Slots {
		t.Fatalf("%d slots, the case has %d", got, facts.Slots)
	}
	o.chunkOut = read("chunk_out")
	return o
}

// TestVectorsOperator checks scores, picks, weights, values and every gradient of the operator, of the definition to
// float64's rounding and of every form to 1e-5.
func TestVectorsOperator(t *testing.T) {
	for name, path := range vectorCases(t, "op_*.safetensors") {
		t.Run(name, func(t *testing.T) { checkOperator(t, openOperator(t, path)) })
	}
}

func checkOperator(t *testing.T, o operatorVectors) {
	o.check(t, "definition", hsatest.Oracle, 1e-11)
	for _, form := range forms {
		o.check(t, string(form), func(s oracle.Spec) (hsatest.Operator, error) { return NewOperator(testBackend(t), s, form) }, 1e-5)
	}
}

func (o operatorVectors) check(t *testing.T, form string, op hsatest.NewOperator, limit float64) {
	t.Helper()
	run, err := op(o.Spec)
	if err != nil {
		t.Fatal(err)
	}
	var got hsatest.Run
	if got.Result, got.Grads, err = run.Run(o.In, o.Dout); err != nil {
		t.Fatal(err)
	}
	d, err := hsatest.Compare(o.Problem, o.want, got)
	if err != nil {
		t.Errorf("%s: %v", form, err)
	} else if !(d.Error <= limit) {
		t.Errorf("%s: %s differs by %g of its largest entry, limit %g", form, d.Tensor, d.Error, limit)
	}
	if got.Grads.Weights == nil {
		return
	}
	if e := hsatest.Relative(o.want.Grads.Weights, got.Grads.Weights, 1); !(e <= limit) {
		t.Errorf("%s: d_weights differs by %g of its largest entry", form, e)
	}
	if e := hsatest.Relative(o.weighted(), got.Out, 1); !(e <= limit) {
		t.Errorf("%s: the output is not the weighted sum of the chunks' outputs: off by %g", form, e)
	}
}

// weighted is Σ_k w_k o_k from the reference's weights and chunk outputs: [B L Hq D].
func (o operatorVectors) weighted() []float64 {
	s := o.Spec
	out := make([]float64, len(o.want.Out))
	for i := range out {
		row, d := i/s.HeadDim, i%s.HeadDim
		for k := range s.Slots() {
			w := o.want.Result.Weights[row/(s.Heads/s.MemoryHeads)*s.Slots()+k]
			out[i] += w * o.chunkOut[(row*s.Slots()+k)*s.HeadDim+d]
		}
	}
	return out
}

// checkSlots compares picks and weights [rows slots], newest first with -1 at the end, with chunk space [rows C].
func checkSlots(t *testing.T, picks []int32, want, picked, weights []float32, slots, chunks int, tolerance float64) {
	t.Helper()
	for row := range len(picks) / slots {
		slot := 0
		for c := chunks - 1; c >= 0; c-- {
			if picked[row*chunks+c] == 0 {
				if w := weights[row*chunks+c]; w != 0 {
					t.Fatalf("row %d: chunk %d was not picked and weighs %g", row, c, w)
				}
				continue
			}
			at := row*slots + slot
			if slot == slots || picks[at] != int32(c) {
				t.Fatalf("row %d: pick %d is chunk %d, want %d", row, slot, c, picks[row*slots:(row+1)*slots])
			}
			if d := math.Abs(float64(want[at] - weights[row*chunks+c])); !(d <= tolerance) {
				t.Fatalf("row %d: chunk %d weighs %g, want %g", row, c, weights[row*chunks+c], want[at])
			}
			slot++
		}
		for ; slot < slots; slot++ {
			if picks[row*slots+slot] != -1 {
				t.Fatalf("row %d: only %d picks, want %d", row, slot, picks[row*slots:(row+1)*slots])
			}
		}
	}
}

// byToken turns [B·H L C] into [B L H C].
func byToken(x []float32, batch, heads, length, chunks int) []float32 {
	out := make([]float32, 0, len(x))
	for b := range batch {
		for t := range length {
			for h := range heads {
				out = append(out, x[((b*heads+h)*length+t)*chunks:][:chunks]...)
			}
		}
	}
	return out
}

func readAll[T safetensors.Element](t testing.TB, file *safetensors.File, name string) []T {
	t.Helper()
	x, err := safetensors.ReadValues[T](file, name)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
