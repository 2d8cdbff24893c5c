package proof

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/kernel"
)

// What a cell's imports may weigh, in packages linked: nearly all of a cell's latency is the linker's.
const (
	analysisBudget = 350 // reads results and draws: 0.2 to 0.5 s
	modelBudget    = 600 // runs a model: 0.6 to 1 s
)

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
		model := links(linked, "github.com/gomlx/")
		switch {
		case links(linked, "github.com/gomlx/go-xla"), links(linked, "github.com/chromedp/"):
			t.Errorf("%s links XLA or a browser driver, which a cell never needs", path)
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

// imported is what each package imports itself.
type imported map[string][]string

func importGraph(t *testing.T, paths []string) imported {
	t.Helper()
	args := append([]string{"list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`}, paths...)
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Skip("the go command cannot list packages:", err)
	}
	graph := imported{}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		graph[f[0]] = f[1:]
	}
	return graph
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
		for _, next := range g[p] {
			visit(next)
		}
	}
	visit(path)
	return found
}
