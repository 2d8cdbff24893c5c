package experiments

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// TestCheckpointOfAnotherConfig: a checkpoint that was copied from another run, or whose vectors are of another size, is
// refused with what is different, and stays as it is.
func TestCheckpointOfAnotherConfig(t *testing.T) {
	here, there := RunDir(t.TempDir()), RunDir(t.TempDir())
	wider := tinyRecipe()
	wider.Model.MLPWidth = 24
	stopAt(t, tinyRecipe(), here, 2)
	stopAt(t, wider, there, 3)
	foreign := contents(t, there.checkpoint(Last))
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"copied":        {foreign, "it is of another recipe: model.mlp_width is 24 there and 16 here: choose another directory with --out"},
		"another size":  {withoutRecipe(t, foreign), "values and the config wants 7952"},
		"half a file":   {foreign[:len(foreign)/2], "checkpoint"},
		"no checkpoint": {[]byte("text"), "checkpoint"},
	} {
		if err := os.WriteFile(here.checkpoint(Last), c.file, 0o644); err != nil {
			t.Fatal(err)
		}
		err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: here})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
		if string(contents(t, here.checkpoint(Last))) != string(c.file) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

// withoutRecipe is a checkpoint that does not say which recipe it is of, as the first ones did not.
func withoutRecipe(t *testing.T, checkpoint []byte) []byte {
	t.Helper()
	file, err := safetensors.Read(strings.NewReader(string(checkpoint)), int64(len(checkpoint)))
	if err != nil {
		t.Fatal(err)
	}
	var list []safetensors.Tensor
	for _, name := range file.Names() {
		tensor, err := file.Tensor(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, tensor)
	}
	if !json.Valid([]byte(file.Metadata()[recipeKey])) {
		t.Fatal("the checkpoint has no recipe to be left out")
	}
	var b strings.Builder
	if err := safetensors.Write(&b, list, map[string]string{placeKey: file.Metadata()[placeKey]}); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}
