package hsa

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// TestRoundedWeights: rounded weights come back exactly as rounded, in half the bytes.
func TestRoundedWeights(t *testing.T) {
	c := smallConfig()
	full := &Weights{Config: c, Values: c.InitialValues(3)}
	size := func(w *Weights) int64 {
		dir := saved(t, w)
		got, err := LoadWeights(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		if maxDiff(w.Values, got.Values) != 0 || got.DType != w.DType {
			t.Error("what was saved did not come back")
		}
		info, err := os.Stat(filepath.Join(dir, WeightsFile))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	for dtype, tolerance := range map[safetensors.DType]float64{safetensors.F16: 2e-3, safetensors.BF16: 2e-2} {
		half := full.Rounded(dtype)
		if d := maxDiff(full.Values, half.Values); d == 0 || d > tolerance {
			t.Errorf("rounding to %s moves values by %g", dtype, d)
		}
		if f, h := size(full), size(half); h > f*6/10 {
			t.Errorf("%d bytes in %s, %d in F32", h, dtype, f)
		}
	}
}

// TestShardedWeights: weights in shards are the same weights, also over those of an earlier save.
func TestShardedWeights(t *testing.T) {
	w := smallWeights()
	dir := saved(t, w)
	for _, limit := range []int64{10_000, 3_000, 1 << 30} {
		w.Values[0]++
		if err := w.save(dir, limit); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.safetensors"))
		if err != nil || (len(files) > 1) != (limit < 1<<30) {
			t.Errorf("limit %d: files %q, %v", limit, files, err)
		}
		got, err := LoadWeights(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(w, got); diff != "" {
			t.Errorf("limit %d (-want +got):\n%s", limit, diff)
		}
	}
}

// TestMixedWeights: a file may hold its tensors in different types.
func TestMixedWeights(t *testing.T) {
	w := smallWeights()
	dir := saved(t, w)
	rewrite(t, dir, w, func(l []safetensors.Tensor) []safetensors.Tensor {
		p := w.Config.Params()[0]
		x, err := safetensors.NewFloats(safetensors.BF16, p.Name, p.Shape, w.Values[:p.Size()])
		if err != nil {
			t.Fatal(err)
		}
		l[0] = x
		return l
	})
	got, err := LoadWeights(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	n := w.Config.Params()[0].Size()
	if d := maxDiff(got.Values[n:], w.Values[n:]); d != 0 {
		t.Errorf("the tensors in F32 changed by %g", d)
	}
	if d := maxDiff(got.Values[:n], w.Rounded(safetensors.BF16).Values[:n]); d != 0 || got.DType != "" {
		t.Errorf("the tensor in BF16 changed by %g; type %q", d, got.DType)
	}
}

// TestNotFinite: values that are no numbers are neither written nor read.
func TestNotFinite(t *testing.T) {
	for says, spoil := range map[string]func(w *Weights){
		"embed.weight: 2 of 552 values are NaN or infinite, the first is NaN at 3": func(w *Weights) {
			w.Values[3], w.Values[9] = float32(math.NaN()), float32(math.Inf(1))
		},
		"embed.weight: 552 of 552 values are NaN": func(w *Weights) {
			for i := range 552 {
				w.Values[i] = float32(math.NaN())
			}
		},
		"is beyond the range of F16: keep these weights as F32 or BF16": func(w *Weights) {
			w.Values[5], w.DType = 1e6, safetensors.F16
		},
	} {
		w := smallWeights()
		dir := saved(t, w)
		spoil(w)
		if err := w.Save(dir); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("Save: error %v, want one with %q", err, says)
		}
		if _, err := LoadWeights(os.DirFS(dir)); err != nil {
			t.Errorf("a failed Save spoilt what was there: %v", err)
		}
		if w.DType != "" {
			continue
		}
		var list []safetensors.Tensor
		for _, p := range w.Config.Params() {
			list = append(list, tensorOf(t, p.Name, p.Shape, w.Values[p.start:p.start+p.Size()]))
		}
		if err := safetensors.WriteFile(filepath.Join(dir, WeightsFile), list, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadWeights(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("LoadWeights: error %v, want one with %q", err, says)
		}
	}
}
