package hsa

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// The reference vectors were made by running the method authors' training path in float64 (shared/vectors/README.md).

// vectorCases finds the cases whose file or folder matches the pattern: in testdata, in the folder that the numbers were
// delivered in, where it is there, and in the folder that HSA_VECTORS names. Paths by the name of the file or folder.
func vectorCases(t testing.TB, pattern string) map[string]string {
	t.Helper()
	cases := map[string]string{}
	for _, dir := range vectorDirs() {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			cases[strings.TrimSuffix(filepath.Base(path), ".safetensors")] = path
		}
	}
	if len(cases) == 0 {
		t.Fatalf("no vectors %s, not even in testdata", pattern)
	}
	return cases
}

// vectorDirs are the folders that hold cases; of cases with one name the last folder's is taken.
func vectorDirs() []string {
	shared := os.Getenv("HSALAB_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	dirs := []string{filepath.Join("testdata", "vectors"), filepath.Join(shared, "vectors")}
	if more := os.Getenv("HSA_VECTORS"); more != "" {
		dirs = append(dirs, more)
	}
	return dirs
}

func openVectors(t testing.TB, path string) *safetensors.File {
	t.Helper()
	f, err := safetensors.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// legendConfig is the config.json of the vectors, in the keys of their legend.
type legendConfig struct {
	Vocab         int     `json:"vocab"`
	DModel        int     `json:"d_model"`
	NHeads        int     `json:"n_heads"`
	KVWindow      int     `json:"n_kv_heads_window"`
	KVMemory      int     `json:"n_kv_heads_memory"`
	MLPWidth      int     `json:"mlp_width"`
	Chunk         int     `json:"chunk"`
	Window        int     `json:"window"`
	TopK          int     `json:"top_k"`
	NLower        int     `json:"n_lower"`
	NUpper        int     `json:"n_upper"`
	NGroups       int     `json:"n_groups"`
	RetrievalDim  int     `json:"retrieval_dim"`
	EncoderLayers int     `json:"encoder_layers"`
	Landmark      string  `json:"landmark"`
	InputNorm     bool    `json:"encoder_input_norm"`
	HSAQKNorm     bool    `json:"hsa_qk_norm"`
	LandmarkNorm  bool    `json:"landmark_norm"`
	SingleHead    bool    `json:"single_head_retrieval"`
	Weighting     string  `json:"weighting"`
	RankDecay     bool    `json:"rank_decay"`
	HideWindow    bool    `json:"hide_window_chunks"`
	OffByOne      bool    `json:"off_by_one"`
	Residual      string  `json:"residual"`
	InnerWindow   int     `json:"hsa_inner_window"`
	RopeTheta     float64 `json:"rope_theta"`
	EpsWindow     float64 `json:"eps_window_layer"`
	EpsFinal      float64 `json:"eps_final"`
	TiedHead      bool    `json:"tied_head"`
}

func (l legendConfig) config() Config {
	c := Config{
		Vocab: l.Vocab, Dim: l.DModel, Heads: l.NHeads, WindowKVHeads: l.KVWindow, MemoryKVHeads: l.KVMemory,
		MLPWidth: l.MLPWidth, Chunk: l.Chunk, Window: l.Window, TopK: l.TopK, LowerLayers: l.NLower,
		UpperLayers: l.NUpper, Groups: l.NGroups, RetrievalDim: l.RetrievalDim, EncoderLayers: l.EncoderLayers,
		EncoderInputNorm: l.InputNorm, HSAQKNorm: l.HSAQKNorm, LandmarkNorm: l.LandmarkNorm,
		SingleHeadRetrieval: l.SingleHead, RankDecay: l.RankDecay, HideWindowChunks: l.HideWindow,
		OffByOne: l.OffByOne, Residual: Residual(l.Residual), HSAWindow: l.InnerWindow, RopeTheta: l.RopeTheta,
		EpsWindow: l.EpsWindow, EpsFinal: l.EpsFinal, TiedHead: l.TiedHead,
		Encoder: Encoder(l.Landmark), EncoderMLPWidth: 64 * (8 * l.DModel / 3 / 64),
		EncoderBias: true, NormScale: true, WindowQKNorm: true, Weighting: WeightSoftmax,
		TokensPerRetrieval: 1, Backbone: BackboneWindow, HSAMLP: true, FarPositions: NoPositions,
	}
	if l.EncoderLayers == 0 {
		c.Encoder = EncoderNone
	}
	if c.Encoder == EncoderCLS {
		c.CLSTokens = 1
	}
	if l.Weighting == "stick" {
		c.Weighting = WeightStickBreaking
	}
	return c
}

type vectorCase struct {
	cfg                  Config
	weights, acts, grads *safetensors.File
	loss                 float64
	branches             map[string]referenceBranch
}

// referenceBranch holds mean norms of the parts that meet in an HSA layer.
type referenceBranch struct {
	X   float64 `json:"x"`
	C   float64 `json:"c"`
	MLP float64 `json:"mlp"`
	Out float64 `json:"out"`
}

func openCase(t *testing.T, dir string) vectorCase {
	t.Helper()
	open := func(file string) *safetensors.File { return openVectors(t, filepath.Join(dir, file)) }
	var legend legendConfig
	var facts struct {
		Loss   float64                    `json:"loss"`
		Branch map[string]referenceBranch `json:"branch"`
	}
	readJSON(t, filepath.Join(dir, "config.json"), &legend)
	readJSON(t, filepath.Join(dir, "facts.json"), &facts)
	c := vectorCase{cfg: legend.config(), weights: open("weights.safetensors"), acts: open("acts.safetensors"),
		grads: open("grads.safetensors"), loss: facts.Loss, branches: facts.Branch}
	if err := c.cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	return c
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestVectorsModel checks values inside the model, logits, loss and every gradient, in every form.
func TestVectorsModel(t *testing.T) {
	for name, dir := range vectorCases(t, "model_*") {
		t.Run(name, func(t *testing.T) {
			c := openCase(t, dir)
			for _, form := range forms {
				t.Run(string(form), func(t *testing.T) { checkReference(t, c, form) })
			}
		})
	}
}

func checkReference(t *testing.T, c vectorCase, form Form) {
	values, err := readValues(c.weights, c.cfg)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := safetensors.ReadValues[int32](c.acts, "input_ids")
	if err != nil {
		t.Fatal(err)
	}
	info, _ := c.acts.Info("input_ids")
	got := runReference(t, c.cfg, form, values, ids, info.Shape[0], info.Shape[1])
	for name, value := range got.named {
		want, err := safetensors.ReadValues[float32](c.acts, name)
		if err != nil {
			t.Fatal(err)
		}
		if d := maxDiff(want, value); d > 1e-5 || math.IsNaN(d) {
			t.Errorf("%s differs by %g", name, d)
		}
	}
	if d := math.Abs(got.loss - c.loss); d > 1e-6*c.loss {
		t.Errorf("loss %v, want %v", got.loss, c.loss)
	}
	for _, p := range c.cfg.Params() {
		want, err := safetensors.ReadValues[float32](c.grads, p.Name)
		if err != nil {
			t.Fatal(err)
		}
		largest := maxDiff(want, make([]float32, len(want)))
		if d := maxDiff(want, got.grad[p.start:p.start+p.Size()]); d > 3e-5*largest+1e-7 || math.IsNaN(d) {
			t.Errorf("gradient of %s differs by %g, its largest entry being %g", p.Name, d, largest)
		}
	}
}

type referenceRun struct {
	named map[string][]float32
	loss  float64
	grad  []float32
}

func runReference(t *testing.T, cfg Config, form Form, values []float32, ids []int32, batch, length int) referenceRun {
	var names []string
	exec := MustNewExec(testBackend(t), func(in []*Node) []*Node {
		byName, _ := cfg.unpack(in[0])
		b := &builder{cfg: cfg, p: byName}
		a := b.forward(in[1], tailOptions{topK: cfg.TopK, form: form})
		logits := b.logits(a.hidden)
		target := Reshape(Slice(in[1], AxisRange(), AxisRange(1)), -1)
		loss := ReduceAllMean(crossEntropy(Reshape(sliceTokens(logits, 0, length-1), -1, cfg.Vocab), target, nil))
		out := []*Node{loss, Gradient(loss, in[0])[0]}
		names = nil
		add := func(name string, x *Node) { names, out = append(names, name), append(out, x) }
		add("logits", logits)
		add("stream.chunker", a.stream)
		add("memory.landmarks", a.mem.landmarks)
		add("memory.k", a.mem.k)
		add("memory.v", a.mem.v)
		for g, acts := range a.groups {
			group := fmt.Sprintf("groups.%d.", g)
			add(group+"hsa.context", acts.context)
			add(group+"hsa.out", acts.out)
			add(group+"hsa.mlp_out", acts.mlp)
			add(group+"stream_out", acts.stream)
		}
		return out
	})
	defer exec.Finalize()
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(ids, batch, length))
	r := referenceRun{named: map[string][]float32{}, loss: float64(tensors.ToScalar[float32](out[0])), grad: tensors.MustCopyFlatData[float32](out[1])}
	for i, name := range names {
		r.named[name] = tensors.MustCopyFlatData[float32](out[i+2])
	}
	return r
}
