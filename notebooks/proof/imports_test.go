package proof

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/kernel"
)

// What a cell's imports may weigh, in packages linked: nearly all of a cell's latency is the linker's.
const (
	analysisBudget = 280 // reads results and draws
	modelBudget    = 375 // runs a model
)

// What the files that packages carry inside may weigh in an analysis cell, in bytes: fonts and the chart library. Rows
// and weights do not belong there.
const embedBudget = 6 << 20

// analysis are the packages whose cells must answer at once; none may link a model.
var analysis = []string{
	"experiments/figures", "experiments/records", "notebooks/show", "notebooks/review", "notebooks/exercises", "notebooks/lesson/stick",
}

// TestImportBudget holds what the cells of all notebooks import to its budget.
func TestImportBudget(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	imports, err := kernel.Imports(files...)
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/hsalab/hsalab/"
	for _, name := range analysis {
		imports = append(imports, module+name)
	}
	graph := importGraph(t, imports)
	light := map[string]bool{}
	for _, name := range analysis {
		light[module+name] = true
	}
	if len(imports) <= len(analysis) || !links(graph.closure(module+"notebooks/quickstart"), "github.com/gomlx/") {
		t.Error("control: the notebook that trains a model links none")
	}
	for _, path := range imports {
		linked := graph.closure(path)
		if size := graph.embedded(linked); light[path] && size > embedBudget {
			t.Errorf("%s links %d bytes of embedded files: want at most %d; read rows from the clone, as package records does in a cell", path, size, embedBudget)
		}
		model := links(linked, "github.com/gomlx/")
		switch {
		case links(linked, "github.com/gomlx/go-xla"), links(linked, "github.com/chromedp/"), links(linked, "github.com/parquet-go/"), linked["net/http"]:
			t.Errorf("%s links XLA, a browser driver, Parquet or net/http, which a cell never needs", path)
		case light[path] && model:
			t.Errorf("%s links a model, which makes analysis cells slow", path)
		case !model && len(linked) > analysisBudget, len(linked) > modelBudget:
			t.Errorf("%s links %d packages: want at most %d, %d with a model", path, len(linked), analysisBudget, modelBudget)
		}
	}
}

func links(linked map[string]bool, prefix string) bool {
	for path := range linked {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// A listed package, as the go command lists it.
type listed struct {
	ImportPath, Dir     string
	Imports, EmbedFiles []string
}

// imported is what each package imports and carries itself.
type imported map[string]listed

// importGraph has what packages link when they are built as cells are.
func importGraph(t *testing.T, paths []string) imported {
	t.Helper()
	args := []string{"list", "-deps", "-json=ImportPath,Dir,Imports,EmbedFiles", "-tags=" + strings.Join(kernel.CellTags(), ",")}
	out, err := exec.Command("go", append(args, paths...)...).Output()
	if err != nil {
		t.Skip("the go command cannot list packages:", err)
	}
	graph := imported{}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		graph[p.ImportPath] = p
	}
	return graph
}

// embedded is the size of the files inside packages, in bytes.
func (g imported) embedded(linked map[string]bool) (size int64) {
	for path := range linked {
		for _, name := range g[path].EmbedFiles {
			if info, err := os.Stat(filepath.Join(g[path].Dir, name)); err == nil {
				size += info.Size()
			}
		}
	}
	return size
}

// closure is a package with all that it links.
func (g imported) closure(path string) map[string]bool {
	found := map[string]bool{}
	var visit func(string)
	visit = func(p string) {
		if found[p] || p == "C" {
			return
		}
		found[p] = true
		for _, next := range g[p].Imports {
			visit(next)
		}
	}
	visit(path)
	return found
}
