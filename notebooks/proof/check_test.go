package proof

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/nbformat"
)

// TestNotebooks checks every committed notebook.
func TestNotebooks(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatal("no notebooks:", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range Check(text) {
				t.Error(fault)
			}
		})
	}
}

var link = regexp.MustCompile(`\]\(([0-9a-z-]+\.ipynb)\)`)

// TestLinks holds that the index leads to every notebook, and that no notebook leads to one that is not there.
func TestLinks(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]bool{Index: true}
	for _, file := range files {
		nb, err := nbformat.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range nb.Cells {
			for _, m := range link.FindAllStringSubmatch(string(c.Source), -1) {
				linked[m[1]] = linked[m[1]] || filepath.Base(file) == Index
				if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
					t.Errorf("%s leads to %s, which is not there", filepath.Base(file), m[1])
				}
			}
		}
	}
	for _, file := range files {
		if !linked[filepath.Base(file)] {
			t.Errorf("%s does not lead to %s", Index, filepath.Base(file))
		}
	}
}

func count(n int) *int { return &n }

func output(kind, text string) nbformat.Output {
	return nbformat.Output{Type: nbformat.DisplayData, Metadata: &map[string]any{}, Data: map[string]any{kind: text}}
}

// good is a notebook without faults.
func good() *nbformat.Notebook {
	return &nbformat.Notebook{
		Major: 4, Minor: 5,
		Metadata: map[string]any{"kernelspec": map[string]any{"name": "hsalab"}},
		Cells: []nbformat.Cell{
			{Type: nbformat.Markdown, ID: FirstCell, Source: "# Title\n\nWhat you will see"},
			{Type: nbformat.Code, ID: "one", Source: "%%\nf()", Count: count(1), Outputs: []nbformat.Output{output("text/plain", "fine, 3 /home of the word")}},
			{Type: nbformat.Code, ID: "two", Source: "%%\ng()", Count: count(2)},
			{Type: nbformat.Markdown, ID: LastCell, Source: "## What to try\n"},
		},
	}
}

// TestCheck plants one fault of each kind; each must be found, and nothing else with it.
func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		plant func(nb *nbformat.Notebook)
		want  string
	}{
		"nothing":      {func(nb *nbformat.Notebook) {}, ""},
		"kernel":       {func(nb *nbformat.Notebook) { nb.Metadata["kernelspec"] = map[string]any{"name": "gonb"} }, `pick "HSA Lab (Go)"`},
		"title":        {func(nb *nbformat.Notebook) { nb.Cells[0].Source = "Title" }, "what the reader will see"},
		"end":          {func(nb *nbformat.Notebook) { nb.Cells[3].ID = "end" }, "what to try"},
		"id":           {func(nb *nbformat.Notebook) { nb.Cells[1].ID = "One!" }, "small letters"},
		"twice":        {func(nb *nbformat.Notebook) { nb.Cells[1].ID = "two" }, "there twice"},
		"not run":      {func(nb *nbformat.Notebook) { nb.Cells[2].Count = nil }, "not executed"},
		"out of order": {func(nb *nbformat.Notebook) { nb.Cells[2].Count = count(7) }, "not in order"},
		"empty":        {func(nb *nbformat.Notebook) { nb.Cells[2].Source = "\n" }, "empty"},
		"function":     {func(nb *nbformat.Notebook) { nb.Cells[2].Source = "func f() {}\n%%\nf()" }, "put it into a package"},
		"path typed":   {func(nb *nbformat.Notebook) { nb.Cells[2].Source = "%%\nopen(\"/home/ada/x\")" }, "one machine: /home/ada/x"},
		"path shown":   {func(nb *nbformat.Notebook) { nb.Cells[1].Outputs[0] = output("text/html", "in /tmp/run-3") }, "one machine: /tmp/run-3"},
		"path printed": {func(nb *nbformat.Notebook) {
			nb.Cells[1].Outputs[0] = nbformat.Output{Type: nbformat.Stream, Name: "stdout", Text: "/root/x\n"}
		}, "one machine: /root/x"},
		"failed": {func(nb *nbformat.Notebook) {
			nb.Cells[1].Outputs[0] = nbformat.Output{Type: nbformat.Stream, Name: "stderr", Text: "no\nmore"}
		}, "standard error: no"},
		"script": {func(nb *nbformat.Notebook) { nb.Cells[1].Outputs[0] = output("text/html", "<script>f()</script>") }, "has a script"},
		"heavy": {func(nb *nbformat.Notebook) {
			nb.Cells[1].Outputs[0] = output("image/png", strings.Repeat("A", MaxOutput+1))
		}, "want at most 200"},
		"number": {func(nb *nbformat.Notebook) { nb.Cells[1].Outputs[0] = numberOutput("", 1, 0) }, "without a name"},
	} {
		nb := good()
		c.plant(nb)
		text, err := nb.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		faults := Check(text)
		if all := strings.Join(faults, "\n"); len(faults) > 1 || !strings.Contains(all, c.want) || (c.want == "") != (all == "") {
			t.Errorf("%s: found %q, want one with %q", name, faults, c.want)
		}
	}
}

func TestCheckText(t *testing.T) {
	text, err := good().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if faults := Check(append(text, '\n')); len(faults) != 1 || !strings.Contains(faults[0], "canonical") {
		t.Errorf("a notebook with an empty line more: %q", faults)
	}
	if faults := Check(text[:20]); len(faults) != 1 || !strings.Contains(faults[0], "nbformat 4.5") {
		t.Errorf("half a notebook: %q", faults)
	}
	nb := good()
	for range 4 {
		nb.Cells[1].Outputs = append(nb.Cells[1].Outputs, output("image/png", strings.Repeat("A", MaxOutput-9)))
	}
	if text, err = nb.Bytes(); err != nil {
		t.Fatal(err)
	}
	if faults := Check(text); len(faults) != 1 || !strings.Contains(faults[0], "at most 600") {
		t.Errorf("a notebook of 800 kB: %q", faults)
	}
}
