package figures

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/records"
)

func TestSave(t *testing.T) {
	curve, err := ExtrapolationCurve(curveRows(), CurveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := AblationTable(ablationRows(2), nil, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "new")
	written, err := Save(dir, []Named{{"accuracy", curve}, {"ablation", table}}, Print)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range written {
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", path, err)
		}
		names = append(names, filepath.Base(path))
	}
	if got := strings.Join(names, " "); got != "accuracy.png accuracy.svg accuracy.pdf ablation.md ablation.csv" {
		t.Errorf("wrote %s", got)
	}
	if _, err := Save(filepath.Join(written[0], "below"), nil, Print); err == nil {
		t.Error("a directory below a file was made")
	}
}

// TestRecorded draws every figure whose results are committed, and names the others.
func TestRecorded(t *testing.T) {
	list, missing, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	if len(list)+len(missing) != 5 {
		t.Errorf("%d figures drawn, %v missing", len(list), missing)
	}
	for _, n := range list {
		if err := n.Figure.Validate(); err != nil {
			t.Errorf("%s: %v", n.Name, err)
		}
	}
	if _, err := Accuracy(); err != nil && !errors.Is(err, records.ErrNone) {
		t.Error(err)
	}
}

// TestDependencies keeps models out: a cell with a figure must link fast.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	for _, dep := range strings.Fields(string(out)) {
		if strings.HasPrefix(dep, "github.com/gomlx") || dep == "github.com/hsalab/hsalab/hsa" {
			t.Errorf("figures depends on %s", dep)
		}
	}
}
