package experiments

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// TestRivalTrains: a rival trains, goes on from its checkpoint bit for bit, and is saved with its config
// and opened again.
func TestRivalTrains(t *testing.T) {
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		t.Run(string(kind), func(t *testing.T) {
			r := tinyRecipe()
			r.Rival, r.Label, r.LabelWeight = kind, hsa.NoLabel, 0
			whole, parts := RunDir(t.TempDir()), RunDir(t.TempDir())
			trainFully(t, r, whole, 1000)
			trainFully(t, r, parts, 3)
			model, again := mustOpen(t, string(whole)), mustOpen(t, string(parts))
			if model.Rival == nil || model.Weights != nil || model.Rival.Config.Kind != kind {
				t.Fatalf("opened as %+v", model)
			}
			if model.Hash() != again.Hash() {
				t.Error("a rival that was interrupted has other weights")
			}
			if step, ok, err := whole.Checkpoint(Last); err != nil || !ok || step != r.Curriculum.MaxSteps {
				t.Errorf("checkpoint of step %d, %v, %v", step, ok, err)
			}
			if err := whole.Export(Last, t.TempDir(), safetensors.F32); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRivalRefuses: what a rival cannot have is said.
func TestRivalRefuses(t *testing.T) {
	for want, change := range map[string]func(*Recipe){
		"it has no chunks to teach":    func(r *Recipe) { r.Label = hsa.SequenceLabel },
		`unknown kind "full-attenton"`: func(r *Recipe) { r.Rival = "full-attenton" },
	} {
		r := tinyRecipe()
		r.Rival = baseline.FullAttention
		change(&r)
		if _, err := r.Resolve(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// TestUnknownKeyOfARecipe names the nearest key.
func TestUnknownKeyOfARecipe(t *testing.T) {
	for change, want := range map[string]string{
		"rivl=no-memory":            `the nearest is "rival"`,
		"model.encodr=cls":          `the nearest is "model.encoder"`,
		"task.symbols.keysymbols=1": `the nearest is "task.symbols.key_symbols"`,
		"model.encoder.depth=1":     "cannot unmarshal",
	} {
		if _, err := Nano().Set(change); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", change, err, want)
		}
	}
}

// TestRivalIsNoModel: what looks inside a model refuses a rival, which has nothing inside.
func TestRivalIsNoModel(t *testing.T) {
	rival := &Trained{Name: "rival", Rival: &baseline.Weights{Config: baseline.Config{Kind: baseline.NoMemory}}}
	if _, err := rival.Model(""); err == nil || !strings.Contains(err.Error(), "rival, no-memory, and retrieves nothing") {
		t.Errorf("error %v", err)
	}
}
