package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/nbformat"
)

// committed copies the quickstart notebook to a directory of the test.
func committed(t *testing.T) string {
	t.Helper()
	nb, err := nbformat.Read("../../notebooks/01-quickstart.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy.ipynb")
	if err := nb.Write(file); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestNotebooksCheckAndStrip(t *testing.T) {
	file := committed(t)
	if out := succeeds(t, "notebooks", "check", file); !strings.HasPrefix(out, "PASS  copy: ") {
		t.Errorf("check prints %q", out)
	}
	if out := succeeds(t, "notebooks", "strip", file); !strings.Contains(out, "run --in-place copy") {
		t.Errorf("strip prints %q", out)
	}
	nb, err := nbformat.Read(file)
	if err != nil || nb.Executed() {
		t.Errorf("stripped, it is still executed (%v)", err)
	}
	o := hsalab(t, context.Background(), "notebooks", "check", file)
	if o.status != exitError || !strings.Contains(o.out, "FAIL  copy: cell begin: not executed") || !strings.Contains(o.err, "not fit to commit") {
		t.Errorf("check of a stripped notebook: %+v", o)
	}
}

// TestNotebooksText prints what is left of a notebook without its outputs, as git diff wants it.
func TestNotebooksText(t *testing.T) {
	file := committed(t)
	before := succeeds(t, "notebooks", "text", file)
	if !strings.HasPrefix(before, "<!-- intro -->\n# ") || !strings.Contains(before, "```go\n") {
		t.Errorf("text prints %q", before)
	}
	succeeds(t, "notebooks", "strip", file)
	if succeeds(t, "notebooks", "text", file) != before {
		t.Error("the text depends on outputs")
	}
}

// TestCompareNotebooks holds a run to the committed numbers, and not where none are committed.
func TestCompareNotebooks(t *testing.T) {
	file := committed(t)
	nb, err := nbformat.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	nb.Cells[1].Outputs = append(nb.Cells[1].Outputs, nbformat.Output{
		Type: nbformat.DisplayData, Metadata: &map[string]any{},
		Data: map[string]any{"application/vnd.hsalab.number+json": map[string]any{"name": "n", "value": 1, "tolerance": 0}},
	})
	other := filepath.Join(filepath.Dir(file), "other.ipynb")
	if err := nb.Write(other); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		committed, executed string
		faults              int
	}{{file, file, 0}, {other, other, 0}, {file, other, 1}, {other, file, 1}} {
		if faults, err := compareNotebooks(c.committed, c.executed); err != nil || len(faults) != c.faults {
			t.Errorf("%s against %s: %q, %v", c.executed, c.committed, faults, err)
		}
	}
	nb.Strip()
	if err := nb.Write(file); err != nil {
		t.Fatal(err)
	}
	if faults, err := compareNotebooks(file, other); err != nil || len(faults) > 0 {
		t.Errorf("a notebook that was never run expects %q, %v", faults, err)
	}
	if err := os.WriteFile(file, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := compareNotebooks(file, other); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("half a notebook: %v", err)
	}
}
