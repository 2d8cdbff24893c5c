package hsa

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// operatorFacts is the JSON beside an operator case.
type operatorFacts struct {
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
}

func (f operatorFacts) operatorCase() operatorCase {
	c := Config{
		Dim: f.Heads * f.HeadDim, Heads: f.Heads, MemoryKVHeads: f.KVHeads, Chunk: f.Chunk, Window: f.HideWindow,
		RetrievalDim: f.RetrievalHeads * f.RetrievalDim, SingleHeadRetrieval: f.RetrievalHeads < f.KVHeads,
		Weighting: WeightSoftmax, OffByOne: f.OffByOne, HideWindowChunks: f.HideWindow > 0,
	}
	if f.Weighting == "stick" {
		c.Weighting = WeightStickBreaking
	}
	o := operatorCase{cfg: c, batch: f.B, length: f.L, chunks: f.LMem / f.Chunk, topK: f.TopK}
	if f.RankDecay != nil {
		o.cfg.RankDecay, o.rankDecay = true, float32(*f.RankDecay)
	}
	return o
}

// TestOperatorVectors checks scores, picks, weights, values and every gradient of the operator, in every form.
func TestOperatorVectors(t *testing.T) {
	for name, tolerance := range map[string]float64{
		"op_a_gqa_stick": 1e-5, "op_b_k_gt_visible_softmax": 1e-5, "op_c_large_scores_stick": 1e-5,
	} {
		for _, form := range []Form{Dense, Dispatch, Gathered} {
			t.Run(name+"/"+string(form), func(t *testing.T) { checkOperator(t, name, form, tolerance) })
		}
	}
}

func checkOperator(t *testing.T, name string, form Form, tolerance float64) {
	dir := vectorsDir(t)
	var facts operatorFacts
	readJSON(t, filepath.Join(dir, name+".json"), &facts)
	file, err := safetensors.Open(filepath.Join(dir, name+".safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read := func(name string) []float32 { return narrowed(t, file, name) }

	o := facts.operatorCase()
	o.rq, o.landmarks, o.q, o.k, o.v, o.dout = read("rq"), read("landmarks"), read("q"), read("k"), read("v"), read("dout")
	o.attend = attendBy(form)
	got := o.run(t)
	want := operatorResult{out: read("out")}
	for i := range got.grads {
		want.grads = append(want.grads, read(gradNames[i]))
	}
	for what, d := range want.differences(got, tolerance) {
		t.Errorf("%s differs by %g of its largest entry", what, d)
	}
	heads := o.cfg.RetrievalHeads()
	scores := byToken(got.scores, o.batch, heads, o.length, o.chunks)
	if d := maxDiff(read("scores_unmasked"), scores) / max(1, largest(scores)); d > 1e-6 {
		t.Errorf("scores differ by %g of the largest", d)
	}
	picks, err := safetensors.ReadValues[int32](file, "picks")
	if err != nil {
		t.Fatal(err)
	}
	weights := byToken(got.weights, o.batch, heads, o.length, o.chunks)
	picked := byToken(got.picked, o.batch, heads, o.length, o.chunks)
	checkSlots(t, picks, read("weights"), picked, weights, facts.Slots, o.chunks, tolerance)
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

// narrowed reads an F64 tensor as float32.
func narrowed(t *testing.T, file *safetensors.File, name string) []float32 {
	t.Helper()
	wide, err := safetensors.ReadValues[float64](file, name)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, len(wide))
	for i, v := range wide {
		out[i] = float32(v)
	}
	return out
}
