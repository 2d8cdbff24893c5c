package kernel

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func ExampleImports() {
	imports, err := Imports("testdata/imports.ipynb")
	fmt.Println(imports, err)
	// Output: [embed example.com/chart example.com/dot fmt os] <nil>
}

func TestImportsErrors(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.ipynb")
	write(t, broken, "{")
	for _, file := range []string{broken, broken + ".absent"} {
		if _, err := Imports("testdata/two.ipynb", file); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: got error %v, want one that names the file", file, err)
		}
	}
}

func TestAddImports(t *testing.T) {
	for _, c := range []struct {
		cell string
		want []string
	}{
		{`import "fmt"`, []string{"fmt"}},
		{"import `fmt`", []string{"fmt"}},
		{`import ("a"; "b")`, []string{"a", "b"}},
		{"import x \"a\"\nimport . \"b\"\nvar s = \"c\"", []string{"a", "b"}},
		{"var s = \"c\"\nimport \"a\"", []string{"a"}},
		{"// import \"a\"\n/* import \"b\" */", nil},
		{"%%writefile x.go\nimport \"a\"", nil},
		{"%env A=1\n!ls\n%%\nprintln(1)", nil},
		{`import "unfinished`, nil},
		{"import", nil},
	} {
		found := map[string]bool{}
		addImports(found, c.cell)
		var got []string
		for path := range found {
			got = append(got, path)
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("cell %q: got %q, want %q", c.cell, got, c.want)
		}
	}
}
