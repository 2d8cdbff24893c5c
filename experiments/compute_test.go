package experiments

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
)

// TestComputeIsAKey: bfloat16 trains otherwise than float32, which "" stands for, and nothing else is taken.
func TestComputeIsAKey(t *testing.T) {
	losses := map[hsa.Compute]float64{}
	for _, c := range []hsa.Compute{"", hsa.Float32, hsa.BFloat16} {
		r, err := tinyRecipe().Set("compute=" + string(c))
		if err != nil {
			t.Fatal(err)
		}
		list := metricsOf(t, r)
		losses[c] = list[len(list)-1].Loss
	}
	if losses[""] != losses[hsa.Float32] || losses[""] == losses[hsa.BFloat16] {
		t.Errorf("last losses %v: want another with bfloat16 only", losses)
	}
	r, err := tinyRecipe().Set("compute=float16")
	if err == nil {
		_, err = r.Resolve()
	}
	if err == nil || !strings.Contains(err.Error(), `unknown compute "float16"; there is: float32, bfloat16`) {
		t.Errorf("float16: error %v", err)
	}
}

// TestResumeInBFloat16: a run in bfloat16 is one that is interrupted every 5 steps, bit for bit; it does not go on in float32.
func TestResumeInBFloat16(t *testing.T) {
	r := everyFeature(12)
	r.Compute = hsa.BFloat16
	whole, parts := RunDir(t.TempDir()), RunDir(t.TempDir())
	trainFully(t, r, whole, 1000)
	trainFully(t, r, parts, 5)
	compareRuns(t, whole, parts)

	dir := RunDir(t.TempDir())
	stopAt(t, r, dir, 5)
	r.Compute = ""
	if err := Train(t.Context(), r, TrainOptions{Dir: dir}); err == nil || !strings.Contains(err.Error(), `compute is "bfloat16" there and not set here`) {
		t.Errorf("gone on in float32: error %v", err)
	}
}
