package hsa

import (
	"path/filepath"
	"testing"

	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// TestVectorsOfEveryOperator writes an operator case of each variant and runs the test of the vectors on it.
func TestVectorsOfEveryOperator(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HSA_VECTORS", dir)
	decay := -.25
	base := operatorFacts{B: 2, L: 30, LMem: 24, Heads: 4, KVHeads: 2, RetrievalHeads: 2, HeadDim: 5, Chunk: 4, RetrievalDim: 3, TopK: 2,
		Weighting: "stick", TieRule: "no ties at the boundary"}
	cases := map[string]func(*operatorFacts){
		"stick":        func(*operatorFacts) {},
		"softmax":      func(f *operatorFacts) { f.Weighting = "softmax" },
		"rank_decay":   func(f *operatorFacts) { f.Weighting, f.RankDecay = "softmax", &decay },
		"off_by_one":   func(f *operatorFacts) { f.OffByOne = true },
		"hide_window":  func(f *operatorFacts) { f.HideWindow = 9 },
		"single_head":  func(f *operatorFacts) { f.RetrievalHeads = 1 },
		"all_picked":   func(f *operatorFacts) { f.TopK = 16 },
		"older":        func(f *operatorFacts) { f.TieRule = "older" },
		"newer":        func(f *operatorFacts) { f.TieRule = "newer" },
		"large_scores": func(*operatorFacts) {},
	}
	for name, change := range cases {
		f := base
		change(&f)
		kind := hsatest.NormalScores
		switch name {
		case "older", "newer":
			kind = hsatest.TiedScores
			f.RetrievalDim = 4
		case "large_scores":
			kind = hsatest.LargeScores
		}
		writeOperatorCase(t, filepath.Join(dir, "op_written_"+name), f, kind)
	}
	found := vectorCases(t, "op_written_*.safetensors")
	if len(found) != len(cases) {
		t.Fatalf("%d of %d written cases are found", len(found), len(cases))
	}
	for name, path := range found {
		t.Run(name, func(t *testing.T) { checkOperator(t, openOperator(t, path)) })
	}
}

// writeOperatorCase writes a case by the definition, in the format of the legend.
func writeOperatorCase(t *testing.T, path string, f operatorFacts, kind hsatest.ScoreKind) {
	t.Helper()
	p := hsatest.Fill(f.spec(t), kind, 5)
	s := p.Spec
	f.Slots = s.Slots()
	if f.RankDecay != nil {
		p.In.RankDecay = *f.RankDecay
	}
	got, grads, err := oracle.Operator{Spec: s}.Run(p.In, p.Dout)
	if err != nil {
		t.Fatal(err)
	}
	picks := make([]int32, len(got.Picks))
	for i, c := range got.Picks {
		picks[i] = int32(c)
	}
	out := []safetensors.Tensor{vectorTensor(t, "picks", []int{len(picks)}, picks)}
	for name, x := range map[string][]float64{
		"rq": p.In.RetrievalQueries, "landmarks": p.In.Landmarks, "q": p.In.Q, "k": p.In.K, "v": p.In.V, "dout": p.Dout,
		"scores": got.Scores, "weights": got.Weights, "out": got.Out, "chunk_out": chunkOutputs(t, p, got),
		"d_rq": grads.RetrievalQueries, "d_landmarks": grads.Landmarks, "d_q": grads.Q, "d_k": grads.K, "d_v": grads.V,
		"d_weights": grads.Weights, "d_rank_decay": {grads.RankDecay},
	} {
		out = append(out, vectorTensor(t, name, []int{len(x)}, x))
	}
	writeTensors(t, path+".safetensors", out)
	writeJSON(t, path+".json", f)
}

// chunkOutputs are o_k [B L Hq K D]: the definition with that slot's chunk alone, at weight 1.
func chunkOutputs(t *testing.T, p hsatest.Problem, r oracle.Result) []float64 {
	t.Helper()
	s := p.Spec
	out := make([]float64, s.Batch*s.Length*s.Heads*s.Slots()*s.HeadDim)
	for slot, c := range r.Picks {
		if c < 0 {
			continue
		}
		row, k := slot/s.Slots(), slot%s.Slots()
		token, m, group := row/s.MemoryHeads, row%s.MemoryHeads, s.Heads/s.MemoryHeads
		one := oracle.Spec{Batch: 1, Length: 1, First: s.Chunk, Chunks: 1, Chunk: s.Chunk, Heads: group, MemoryHeads: 1, RetrievalHeads: 1,
			HeadDim: s.HeadDim, RetrievalDim: 1, TokensPerRetrieval: 1, Weighting: oracle.Softmax, OffByOne: s.OffByOne}
		width := s.HeadDim
		at := (token*s.Heads + m*group) * width
		in := oracle.Inputs{RetrievalQueries: []float64{0}, Landmarks: []float64{0}, Q: p.In.Q[at : at+group*width]}
		for j := range s.Chunk {
			from := ((token/s.Length*s.Chunks+c)*s.Chunk + j) * s.MemoryHeads * width
			in.K = append(in.K, p.In.K[from+m*width:from+(m+1)*width]...)
			in.V = append(in.V, p.In.V[from+m*width:from+(m+1)*width]...)
		}
		got, _, err := oracle.Operator{Spec: one}.Run(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range group {
			copy(out[((token*s.Heads+m*group+i)*s.Slots()+k)*width:], got.Out[i*width:(i+1)*width])
		}
	}
	return out
}
