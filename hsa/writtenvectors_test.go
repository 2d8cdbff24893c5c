package hsa

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// The reader of the vectors must know every variant that their legend describes, also those that no delivered case has. So
// cases of all variants are written here, by our own dense form and by the definition, and read back through HSA_VECTORS:
// they prove the reader and the names, not the numbers.

// legendVariants are the keys of a model case's config, changed one or few at a time.
var legendVariants = map[string]func(*legendConfig){
	"stick":             func(*legendConfig) {},
	"softmax":           func(l *legendConfig) { l.Weighting = "softmax" },
	"rank_decay":        func(l *legendConfig) { l.Weighting, l.RankDecay = "softmax", true },
	"single_head":       func(l *legendConfig) { l.SingleHead = true },
	"hide_window":       func(l *legendConfig) { l.HideWindow = true },
	"off_by_one":        func(l *legendConfig) { l.OffByOne = true },
	"inner_window":      func(l *legendConfig) { l.InnerWindow = 5 },
	"tied_head":         func(l *legendConfig) { l.TiedHead = true },
	"input_norm":        func(l *legendConfig) { l.InputNorm = true },
	"landmark_norm":     func(l *legendConfig) { l.LandmarkNorm, l.NGroups, l.NUpper = true, 2, 2 },
	"mean":              func(l *legendConfig) { l.Landmark = "mean" },
	"no_encoder":        func(l *legendConfig) { l.EncoderLayers, l.Landmark = 0, "mean" },
	"hsa_qk_norm":       func(l *legendConfig) { l.HSAQKNorm = true },
	"two_groups":        func(l *legendConfig) { l.NGroups, l.NUpper, l.EncoderLayers = 2, 4, 2 },
	"no_upper_layers":   func(l *legendConfig) { l.NUpper = 0 },
	"standard_residual": func(l *legendConfig) { l.Residual = "standard" },
	"few_slots":         func(l *legendConfig) { l.TopK = 99 },
	"other_constants":   func(l *legendConfig) { l.RopeTheta, l.EpsWindow, l.EpsFinal, l.Window = 500, 1e-3, 1e-2, 13 },
}

func smallLegend() legendConfig {
	return legendConfig{Vocab: 23, DModel: 24, NHeads: 4, KVWindow: 2, KVMemory: 2, MLPWidth: 20, Chunk: 4, Window: 8, TopK: 2,
		NLower: 1, NUpper: 1, NGroups: 1, RetrievalDim: 8, EncoderLayers: 1, Landmark: "cls", Weighting: "stick",
		Residual: "bypass", RopeTheta: 10000, EpsWindow: 1e-6, EpsFinal: 1e-5}
}

// TestVectorsOfEveryVariant writes a model case of each variant and runs the tests of the vectors on it.
func TestVectorsOfEveryVariant(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("reading files does not depend on the backend, and 90 models take minutes to compile")
	}
	dir := t.TempDir()
	t.Setenv("HSA_VECTORS", dir)
	for name, change := range legendVariants {
		l := smallLegend()
		change(&l)
		writeModelCase(t, filepath.Join(dir, "model_written_"+name), l)
	}
	found := vectorCases(t, "model_written_*")
	if len(found) != len(legendVariants) {
		t.Fatalf("%d of %d written cases are found", len(found), len(legendVariants))
	}
	for name, path := range found {
		t.Run(name, func(t *testing.T) {
			c := openCase(t, path)
			checkReference(t, c, Dispatch)
			checkRetrieval(t, c)
			checkTraces(t, c)
			checkBranches(t, c)
		})
	}
}

// writeModelCase writes a case in the format of the legend.
func writeModelCase(t *testing.T, dir string, l legendConfig) {
	t.Helper()
	const batch, length = 2, 40
	cfg := l.config()
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	values := livelyValues(cfg, 3)
	ids := randomTokens(rand.New(rand.NewPCG(3, 3)), cfg.Vocab, batch*length)
	got := runReference(t, cfg, Dense, values, ids, batch, length)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	acts := []safetensors.Tensor{vectorTensor(t, "input_ids", []int{batch, length}, ids)}
	for _, name := range slices.Sorted(maps.Keys(got.named)) {
		acts = append(acts, vectorTensor(t, name, []int{len(got.named[name])}, got.named[name]))
	}
	acts = append(acts, retrievalTensors(t, cfg, values, ids, batch, length)...)
	var weights, grads []safetensors.Tensor
	for _, p := range cfg.Params() {
		weights = append(weights, vectorTensor(t, p.Name, p.Shape, values[p.start:p.start+p.Size()]))
		grads = append(grads, vectorTensor(t, p.Name, p.Shape, got.grad[p.start:p.start+p.Size()]))
	}
	writeTensors(t, filepath.Join(dir, "acts.safetensors"), acts)
	writeTensors(t, filepath.Join(dir, "weights.safetensors"), weights)
	writeTensors(t, filepath.Join(dir, "grads.safetensors"), grads)
	writeJSON(t, filepath.Join(dir, "config.json"), l)
	writeJSON(t, filepath.Join(dir, "facts.json"), map[string]any{"loss": got.loss, "branch": branchFacts(cfg, got.named, batch, length)})
}

// branchFacts are the mean norms over the tokens from S on; the input of the layer is what it adds its branches to.
func branchFacts(cfg Config, named map[string][]float32, batch, length int) map[string]referenceBranch {
	facts := map[string]referenceBranch{}
	for g := range cfg.Groups {
		group := fmt.Sprintf("groups.%d", g)
		out, c, mlp := named[group+".stream_out"], named[group+".hsa.out"], named[group+".hsa.mlp_out"]
		x := make([]float32, len(out))
		for i := range x {
			x[i] = out[i] - mlp[i]
			if cfg.Residual == Standard {
				x[i] -= c[i]
			}
		}
		mean := func(v []float32) float64 { return meanNorm(v, batch, length, cfg) }
		facts[group] = referenceBranch{X: mean(x), C: mean(c), MLP: mean(mlp), Out: mean(out)}
	}
	return facts
}

func meanNorm(v []float32, batch, length int, cfg Config) float64 {
	total := 0.0
	for row := range batch * length {
		if row%length >= cfg.Chunk {
			x := widened(v[row*cfg.Dim : (row+1)*cfg.Dim])
			total += math.Sqrt(dot(x, x))
		}
	}
	return total / float64(batch*(length-cfg.Chunk))
}

// retrievalTensors are scores, picks and chunk weights of every group as the legend has them.
func retrievalTensors(t *testing.T, cfg Config, values []float32, ids []int32, batch, length int) (out []safetensors.Tensor) {
	exec := MustNewExec(testBackend(t), func(in []*Node) (out []*Node) {
		byName, _ := cfg.unpack(in[0])
		b := &builder{cfg: cfg, p: byName}
		for _, g := range b.forward(in[1], tailOptions{topK: cfg.TopK, form: Dense}).groups {
			out = append(out, g.scores, g.picked, g.weights, g.context)
		}
		return out
	})
	defer exec.Finalize()
	run := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(ids, batch, length))
	spec := oracle.Spec{Batch: batch, Length: length, Chunks: cfg.Chunks(length), Chunk: cfg.Chunk, Heads: cfg.Heads, MemoryHeads: cfg.MemoryKVHeads,
		RetrievalHeads: cfg.RetrievalHeads(), HeadDim: cfg.HeadDim(), RetrievalDim: cfg.RetrievalDim / cfg.RetrievalHeads(), TopK: cfg.TopK, TokensPerRetrieval: 1}
	if cfg.HideWindowChunks {
		spec.HideWindow = cfg.Window
	}
	for g := range cfg.Groups {
		var flat [][]float64
		for _, x := range run[4*g : 4*g+4] {
			flat = append(flat, widened(tensors.MustCopyFlatData[float32](x)))
		}
		r := (&graphOperator{spec: spec}).result(flat)
		picks := make([]int32, len(r.Picks))
		for i, c := range r.Picks {
			picks[i] = int32(c)
		}
		name := fmt.Sprintf("groups.%d.", g)
		slots := []int{batch, length, spec.MemoryHeads, spec.Slots()}
		out = append(out, vectorTensor(t, name+"scores", []int{len(r.Scores)}, narrow(r.Scores)),
			vectorTensor(t, name+"picks", slots, picks), vectorTensor(t, name+"chunk_weights", slots, narrow(r.Weights)))
	}
	return out
}

func vectorTensor[T safetensors.Element](t *testing.T, name string, shape []int, values []T) safetensors.Tensor {
	t.Helper()
	x, err := safetensors.NewTensor(name, shape, values)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func writeTensors(t *testing.T, path string, list []safetensors.Tensor) {
	t.Helper()
	if err := safetensors.WriteFile(path, list, nil); err != nil {
		t.Fatal(err)
	}
}

func writeJSON(t *testing.T, path string, value any) {
	t.Helper()
	raw, err := json.Marshal(value)
	if err == nil {
		err = os.WriteFile(path, raw, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
