package experiments

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plant saves a copy of nano as a model of that name in a folder.
func plant(t *testing.T, folder, name string) {
	t.Helper()
	m, err := Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Save(filepath.Join(folder, name), "# "+name); err != nil {
		t.Fatal(err)
	}
}

// module makes a folder with the go.mod of a module, and one below it.
func module(t *testing.T, path string) (root, below string) {
	t.Helper()
	root = t.TempDir()
	below = filepath.Join(root, "notebooks", "deep")
	for _, dir := range []string{below, filepath.Join(root, modelsFolder)} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("// a comment\nmodule "+path+"\n\ngo 1.26\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return root, below
}

func TestModelFolders(t *testing.T) {
	root, below := module(t, "github.com/hsalab/hsalab")
	_, other := module(t, "github.com/hsalab/hsalab/fork")
	named := t.TempDir()
	models := filepath.Join(root, modelsFolder)
	for name, c := range map[string]struct {
		named string
		from  []string
		want  []string
	}{
		"below a clone":     {from: []string{below}, want: []string{models}},
		"the clone":         {from: []string{root}, want: []string{models}},
		"twice":             {from: []string{below, root}, want: []string{models}},
		"the variable":      {named: named, from: []string{below}, want: []string{named, models}},
		"no such folder":    {named: filepath.Join(named, "none"), from: []string{below}, want: []string{models}},
		"another module":    {from: []string{other}},
		"no module":         {from: []string{named}},
		"no absolute place": {from: []string{"experiments"}},
	} {
		if diff := cmp.Diff(c.want, modelFolders(c.named, c.from)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestModelByName: a model of a folder is opened by its name, a shipped one is not hidden by it, and a path is a path.
func TestModelByName(t *testing.T) {
	folder := t.TempDir()
	plant(t, folder, "large")
	plant(t, folder, "nano")
	t.Setenv(EnvModels, folder)
	if m, err := Open("large"); err != nil || m.Name != "large" {
		t.Fatalf("%v, %v", m, err)
	}
	if err := os.Remove(filepath.Join(folder, "nano", "model.safetensors")); err != nil {
		t.Fatal(err)
	}
	if _, err := Open("nano"); err != nil {
		t.Errorf("the shipped nano: %v", err)
	}
	if _, err := Open("./large"); err == nil {
		t.Error("a path that does not exist: no error")
	}
	if _, err := Open(filepath.Join(folder, "large")); err != nil {
		t.Error(err)
	}
	if names := Models(); !strings.Contains(strings.Join(names, " "), "large nano nano-4k") {
		t.Errorf("models %v", names)
	}
}

// TestNoModel: every way in which there is no model says what to do.
func TestNoModel(t *testing.T) {
	empty, unfinished := t.TempDir(), t.TempDir()
	if err := writeJSON(RunDir(unfinished).runFile(), RunFile{}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"namo":       `no model "namo": there is nano, `,
		empty:        "is no weights directory: it has no config.json",
		unfinished:   "hsalab export " + unfinished + " --out DIR",
		"../nowhere": `no model "../nowhere"`,
	} {
		if _, err := Open(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
	for where, folders := range map[string][]string{"no clone of the repository was found": nil, "it is not in A, B": {"A", "B"}} {
		err := unknownModel("tiny", folders).Error()
		for _, want := range []string{where, filepath.Join(modelsFolder, "tiny"), "set HSALAB_MODELS", `"hsalab train tiny"`} {
			if !strings.Contains(err, want) {
				t.Errorf("error %s, want %q", err, want)
			}
		}
	}
}
