package hsa

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	part                 bool // some activations and gradients are left out
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
		Part   bool                       `json:"part"`
	}
	readJSON(t, filepath.Join(dir, "config.json"), &legend)
	readJSON(t, filepath.Join(dir, "facts.json"), &facts)
	c := vectorCase{cfg: legend.config(), weights: open("weights.safetensors"), acts: open("acts.safetensors"),
		grads: open("grads.safetensors"), loss: facts.Loss, branches: facts.Branch, part: facts.Part}
	if err := c.cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	return c
}

func holds(f *safetensors.File, name string) bool {
	_, err := f.Info(name)
	return err == nil
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
