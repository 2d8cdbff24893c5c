package hsa

import (
	"encoding/json"
	"errors"
	"hash/fnv"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

func smallWeights() *Weights {
	c := smallConfig()
	return &Weights{Config: c, Values: livelyValues(c, 2), Metadata: map[string]string{"seed": "2", "command": "a test"}}
}

func saved(t *testing.T, w *Weights) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "weights")
	if err := w.Save(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestWeightsRoundTrip(t *testing.T) {
	for name, change := range variants {
		w := smallWeights()
		change(&w.Config)
		w.Values = livelyValues(w.Config, 2)
		dir := saved(t, w)
		got, err := LoadWeights(os.DirFS(dir))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(w, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if files, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(files) != 2 {
			t.Errorf("%s: files %q, %v; want the config and the weights", name, files, err)
		}
	}
}

// TestSaveOverwrites: a second Save replaces the first, and a failed one leaves it as it was.
func TestSaveOverwrites(t *testing.T) {
	w := smallWeights()
	dir := saved(t, w)
	w.Values[0] = 42
	if err := w.Save(dir); err != nil {
		t.Fatal(err)
	}
	broken := &Weights{Config: w.Config, Values: w.Values[:10]}
	if err := broken.Save(dir); err == nil || !strings.Contains(err.Error(), "10 values") {
		t.Errorf("weights with 10 values: error %v", err)
	}
	got, err := LoadWeights(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if got.Values[0] != 42 {
		t.Errorf("first value %v, want 42", got.Values[0])
	}
}

// rewrite saves the tensors of w after change, in the place of its weights file.
func rewrite(t *testing.T, dir string, w *Weights, change func(list []safetensors.Tensor) []safetensors.Tensor) {
	t.Helper()
	list, err := paramTensors(w.Config.Params(), w.Values, w.DType)
	if err != nil {
		t.Fatal(err)
	}
	if err := safetensors.WriteFile(filepath.Join(dir, WeightsFile), change(list), w.Metadata); err != nil {
		t.Fatal(err)
	}
}

func tensorOf[T safetensors.Element](t *testing.T, name string, shape []int, values []T) safetensors.Tensor {
	t.Helper()
	x, err := safetensors.NewTensor(name, shape, values)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestLoadWeightsRefuses(t *testing.T) {
	type tensorList = []safetensors.Tensor
	for says, spoil := range map[string]func(t *testing.T, dir string, w *Weights){
		"lower.1.attn.q_proj.weight is missing": func(t *testing.T, dir string, w *Weights) {
			w.Config.LowerLayers = 2
			writeConfig(t, dir, w.Config)
		},
		`"token_shift.1" is in the file but not in the config; the nearest name of the config is`: func(t *testing.T, dir string, w *Weights) {
			rewrite(t, dir, w, func(l tensorList) tensorList {
				return append(l, tensorOf(t, "token_shift.1", []int{24}, make([]float32, 24)))
			})
		},
		"embed.weight: want [29 24], file has [23 24]": func(t *testing.T, dir string, w *Weights) {
			w.Config.Vocab = 29
			writeConfig(t, dir, w.Config)
		},
		"lm_head.weight is missing": func(t *testing.T, dir string, w *Weights) {
			rewrite(t, dir, w, func(l tensorList) tensorList { return l[:len(l)-1] })
		},
		"embed.weight: want F32, F16 or BF16, file has I32": func(t *testing.T, dir string, w *Weights) {
			rewrite(t, dir, w, func(l tensorList) tensorList {
				l[0] = tensorOf(t, "embed.weight", []int{23, 24}, make([]int32, 23*24))
				return l
			})
		},
		"embed.weight: want [23 24], file has [24 23]": func(t *testing.T, dir string, w *Weights) {
			rewrite(t, dir, w, func(l tensorList) tensorList {
				l[0] = tensorOf(t, "embed.weight", []int{24, 23}, make([]float32, 23*24))
				return l
			})
		},
		"invalid safetensors": func(t *testing.T, dir string, _ *Weights) { truncate(t, filepath.Join(dir, WeightsFile), 0.5) },
		"cut short":           func(t *testing.T, dir string, _ *Weights) { truncate(t, filepath.Join(dir, ConfigFile), 0.5) },
		"no such file": func(t *testing.T, dir string, _ *Weights) {
			if err := os.Remove(filepath.Join(dir, WeightsFile)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(says, func(t *testing.T) {
			w := smallWeights()
			dir := saved(t, w)
			spoil(t, dir, w)
			if _, err := LoadWeights(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("error %v, want one with %q", err, says)
			}
		})
	}
	if _, err := LoadWeights(os.DirFS(t.TempDir())); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty directory: %v", err)
	}
}

func truncate(t *testing.T, path string, share float64) {
	t.Helper()
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, int64(float64(info.Size())*share))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func writeConfig(t *testing.T, dir string, c Config) {
	t.Helper()
	raw, err := json.Marshal(c)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, ConfigFile), raw, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestHostileSizes: a config of terabytes beside a small weights file is refused before memory is taken for it.
func TestHostileSizes(t *testing.T) {
	w := smallWeights()
	dir := saved(t, w)
	for name, change := range map[string]func(*Config){
		"wide":              func(c *Config) { c.Vocab, c.Dim, c.MLPWidth = 1_000_000, 1_000_000, 1_000_000 },
		"deep":              func(c *Config) { c.LowerLayers, c.Groups, c.UpperLayers, c.EncoderLayers = 1<<10, 1<<10, 1<<10, 1<<10 },
		"beyond the limits": func(c *Config) { c.Dim, c.MLPWidth = 4_000_000, 4_000_000 },
	} {
		c := w.Config
		change(&c)
		writeConfig(t, dir, c)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := LoadWeights(os.DirFS(dir))
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
		if taken := after.TotalAlloc - before.TotalAlloc; taken > 64<<20 {
			t.Errorf("%s: %d MB were allocated before %v", name, taken>>20, err)
		}
	}
}

// TestInitialValues: the values are a function of seed, name and shape alone, the same on every machine. The hash
// changes only with the recipe of the initial values, and then every recorded run does.
func TestInitialValues(t *testing.T) {
	c := Nano(64)
	values := c.InitialValues(1)
	h := fnv.New64a()
	for _, v := range values {
		bits := math.Float32bits(v)
		h.Write([]byte{byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24)})
	}
	if got := h.Sum64(); got != initialValuesHash {
		t.Errorf("hash %#x, want %#x", got, uint64(initialValuesHash))
	}
	if maxDiff(values, c.InitialValues(2)) == 0 {
		t.Error("another seed gives the same values")
	}
}

const initialValuesHash = 0x86a185bc58cfc67f

// TestSwitchesKeepOtherValues: a switch that adds a parameter leaves the others as they were.
func TestSwitchesKeepOtherValues(t *testing.T) {
	base := smallConfig()
	more := base
	more.HSAWindow, more.TokenShift, more.EncoderBias, more.NormScale = 4, 2, true, true
	byName := func(c Config) map[string][]float32 {
		values, out := c.InitialValues(7), map[string][]float32{}
		for _, p := range c.Params() {
			out[p.Name] = values[p.start : p.start+p.Size()]
		}
		return out
	}
	want, got := byName(base), byName(more)
	for name, values := range want {
		if !slices.Equal(values, got[name]) {
			t.Errorf("%s changed", name)
		}
	}
	if len(got) <= len(want) {
		t.Errorf("%d parameters with more switches, %d without", len(got), len(want))
	}
}
