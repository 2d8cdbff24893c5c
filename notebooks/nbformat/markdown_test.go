package nbformat_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/nbformat"
)

func ExampleNotebook_Markdown() {
	nb := nbformat.Notebook{Cells: []nbformat.Cell{
		{Type: nbformat.Markdown, ID: "intro", Source: "# Two lines\n\nand what they do."},
		{Type: nbformat.Code, ID: "add", Source: "%%\nfmt.Println(1 + 1)", Metadata: map[string]any{"tags": []any{"slow"}},
			Outputs: []nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "2\n"}}},
	}}
	fmt.Print(nb.Markdown())
	// Output:
	// <!-- intro -->
	// # Two lines
	//
	// and what they do.
	//
	// <!-- add {"tags":["slow"]} -->
	// ```go
	// %%
	// fmt.Println(1 + 1)
	// ```
}

// TestMarkdownOfCommitted wants every cell of every notebook in its text, and nothing that a run changes.
func TestMarkdownOfCommitted(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	for _, file := range files {
		nb, err := nbformat.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		text := nb.Markdown()
		rest := text
		for _, c := range nb.Cells {
			_, after, found := strings.Cut(rest, "<!-- "+c.ID)
			if !found || !strings.Contains(after, strings.TrimRight(string(c.Source), "\n")) {
				t.Fatalf("%s: cell %s is not in the text, or not in its place", file, c.ID)
			}
			rest = after
		}
		if nb.Strip(); nb.Markdown() != text {
			t.Errorf("%s: the text depends on outputs", file)
		}
	}
}

// TestMarkdownFence holds code that has a fence of its own.
func TestMarkdownFence(t *testing.T) {
	nb := nbformat.Notebook{Cells: []nbformat.Cell{{Type: nbformat.Code, ID: "c", Source: "// ```\n"}}}
	if got, want := nb.Markdown(), "<!-- c -->\n````go\n// ```\n````\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
