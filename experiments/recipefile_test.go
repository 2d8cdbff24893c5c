package experiments

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
)

func runFile(t *testing.T, text string) (Recipe, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.toml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return LoadRecipe(path)
}

func TestRunFileChangesItsBase(t *testing.T) {
	r, err := runFile(t, "base = \"nano\"\nlearning_rate = 2e-3\n[model]\nweighting = \"stick-breaking\"\n[curriculum]\nlengths = [32, 64]\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Nano()
	want.Rate, want.Model.Weighting, want.Curriculum.Lengths = 2e-3, hsa.WeightStickBreaking, []int{32, 64}
	if recipeDifference(r, want) != "" {
		t.Errorf("got %+v, want %+v", r, want)
	}
}

func TestSet(t *testing.T) {
	r := Tiny()
	var err error
	for _, change := range []string{"model.top_k=4", "model.residual=standard", "task.mixture.tasks={\"S-N\" = 1}", "label=sequence"} {
		if r, err = r.Set(change); err != nil {
			t.Fatal(err)
		}
	}
	if r.Model.TopK != 4 || r.Model.Residual != hsa.Standard || len(r.Task.Mixture.Tasks) != 1 || r.Label != hsa.SequenceLabel {
		t.Errorf("not all changes were made: %+v", r)
	}
	if Tiny().Model.TopK == 4 {
		t.Error("Set changed the recipe it was asked of")
	}
}

func TestRunFileRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"learning_rate = 1":                      `key "base" is missing`,
		"base = \"nona\"":                        "unknown recipe",
		"base = \"nano\"\nlaerning_rate = 1":     "laerning_rate",
		"base = \"nano\"\n[model]\ntop_q = 4":    "top_q",
		"base = \"nano\"\nlearning_rate = \"x\"": "learning_rate",
		"base = ":                                "line 1",
	} {
		if _, err := runFile(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
	if _, err := Nano().Set("model.top_k"); err == nil {
		t.Error("a change without a value: no error")
	}
}

func TestAnEncoderBringsItsParts(t *testing.T) {
	for _, c := range []struct {
		change      string
		layers, cls int
	}{
		{"model.encoder=none", 0, 0},
		{"model.encoder=mean", 1, 0},
		{"model.encoder=cls", 1, 1},
		{`model={encoder = "cls", cls_tokens = 2}`, 1, 2},
	} {
		without, err := Tiny().Set("model.encoder=none")
		if err != nil {
			t.Fatal(err)
		}
		for name, from := range map[string]Recipe{"cls": Tiny(), "none": without} {
			r, err := from.Set(c.change)
			if err != nil {
				t.Fatal(err)
			}
			if r.Model.EncoderLayers != c.layers || r.Model.CLSTokens != c.cls {
				t.Errorf("%s from %s: %d layers and %d CLS tokens, want %d and %d", c.change, name, r.Model.EncoderLayers, r.Model.CLSTokens, c.layers, c.cls)
			}
		}
	}
}
