package hsa

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/hsa/hsatest"
)

// entropyFacts is the JSON beside an entropy case.
type entropyFacts struct {
	B       int `json:"B"`
	L       int `json:"L"`
	Heads   int `json:"n_heads"`
	KVHeads int `json:"n_kv_heads"`
	HeadDim int `json:"head_dim"`
	Chunk   int `json:"chunk"`
	TopK    int `json:"top_k"`
	Window  int `json:"window"`
}

// hilsVectors is one entropy case: inputs, and what the reference computed.
type hilsVectors struct {
	spec  HiLSSpec
	in    HiLSInputs
	dout  []float64
	want  HiLSResult
	grads HiLSInputs
}

func openHiLS(t *testing.T, path string) hilsVectors {
	t.Helper()
	var f entropyFacts
	readJSON(t, strings.TrimSuffix(path, filepath.Ext(path))+".json", &f)
	file := openVectors(t, path)
	read := func(name string) []float64 { return readAll[float64](t, file, name) }
	inputs := func(prefix string) HiLSInputs {
		return HiLSInputs{RetrievalQueries: read(prefix + "rq"), Q: read(prefix + "q"), K: read(prefix + "k"), V: read(prefix + "v"),
			WindowOut: read(prefix + "window_out"), WindowLSE: read(prefix + "window_lse")}
	}
	v := hilsVectors{in: inputs(""), dout: read("dout"), grads: inputs("d_"),
		spec: HiLSSpec{Batch: f.B, Length: f.L, Heads: f.Heads, KVHeads: f.KVHeads, HeadDim: f.HeadDim, Chunk: f.Chunk, Window: f.Window, TopK: f.TopK},
		want: HiLSResult{LandmarkKeys: read("landmark_key"), LandmarkBias: read("landmark_bias"), PickedScores: read("picked_scores"),
			Weights: read("weights"), Out: read("out")}}
	for _, c := range readAll[int32](t, file, "picks") {
		v.want.Picks = append(v.want.Picks, int(c))
	}
	return v
}

// differences lists what differs: values by more than 1e-5, gradients by more than 1e-4, of the largest entry where that
// is above 1.
func (v hilsVectors) differences(t *testing.T, s HiLSSpec) map[string]float64 {
	t.Helper()
	o, err := NewHiLSOperator(testBackend(t), s)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	got, grads, err := o.Run(v.in, v.dout)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	compare := func(name string, limit float64, want, got []float64) {
		if d := hsatest.Relative(want, got, 1); !(d <= limit) {
			found[name] = d
		}
	}
	if cmp.Diff(v.want.Picks, got.Picks) != "" {
		found["picks"] = 1
	}
	compare("landmark_key", 1e-5, v.want.LandmarkKeys, got.LandmarkKeys)
	compare("landmark_bias", 1e-5, v.want.LandmarkBias, got.LandmarkBias)
	compare("picked_scores", 1e-5, noInfinity(v.want.PickedScores), noInfinity(got.PickedScores))
	compare("weights", 1e-5, v.want.Weights, got.Weights)
	compare("out", 1e-5, v.want.Out, got.Out)
	compare("d_rq", 1e-4, v.grads.RetrievalQueries, grads.RetrievalQueries)
	compare("d_q", 1e-4, v.grads.Q, grads.Q)
	compare("d_k", 1e-4, v.grads.K, grads.K)
	compare("d_v", 1e-4, v.grads.V, grads.V)
	compare("d_window_out", 1e-4, v.grads.WindowOut, grads.WindowOut)
	compare("d_window_lse", 1e-4, v.grads.WindowLSE, grads.WindowLSE)
	return found
}

// noInfinity has a number far from any score in the place of -Inf, so that empty slots can be compared.
func noInfinity(x []float64) []float64 {
	out := append([]float64(nil), x...)
	for i, v := range out {
		if math.IsInf(v, -1) {
			out[i] = -1e6
		}
	}
	return out
}

// TestVectorsEntropy checks landmarks, biases, picks, scores, weights, values and every gradient of the HiLS operator.
func TestVectorsEntropy(t *testing.T) {
	for name, path := range vectorCases(t, "entropy_*.safetensors") {
		t.Run(name, func(t *testing.T) {
			v := openHiLS(t, path)
			for what, d := range v.differences(t, v.spec) {
				t.Errorf("%s differs by %g of its largest entry", what, d)
			}
		})
	}
}

// TestVectorsEntropyCatchFaults is the negative control: another window, and one pick less.
func TestVectorsEntropyCatchFaults(t *testing.T) {
	v := openHiLS(t, vectorCases(t, "entropy_a.safetensors")["entropy_a"])
	other := v.spec
	other.Window -= v.spec.Chunk
	if found := v.differences(t, other); found["picks"] == 0 || found["out"] == 0 || found["d_rq"] == 0 {
		t.Errorf("a window of %d instead of %d was seen only in %v", other.Window, v.spec.Window, found)
	}
	other = v.spec
	other.TopK--
	if found := v.differences(t, other); found["picks"] == 0 || found["out"] == 0 {
		t.Errorf("one pick less was seen only in %v", found)
	}
}

// TestHiLSRefuses: sizes that do not fit.
func TestHiLSRefuses(t *testing.T) {
	good := HiLSSpec{Batch: 1, Length: 8, Heads: 2, KVHeads: 1, HeadDim: 2, Chunk: 4, Window: 2, TopK: 1}
	for says, change := range map[string]func(*HiLSSpec){
		"at least 2":          func(s *HiLSSpec) { s.Chunk = 1 },
		"must be positive":    func(s *HiLSSpec) { s.TopK = 0 },
		"a multiple of Chunk": func(s *HiLSSpec) { s.Length = 9 },
		"Heads of KVHeads":    func(s *HiLSSpec) { s.KVHeads = 3 },
	} {
		s := good
		change(&s)
		if _, err := NewHiLSOperator(testBackend(t), s); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
	o, err := NewHiLSOperator(testBackend(t), good)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if _, _, err := o.Run(HiLSInputs{}, nil); err == nil || !strings.Contains(err.Error(), "RetrievalQueries has 0 values, want 32") {
		t.Errorf("error %v, want one that names the tensor and its size", err)
	}
}
