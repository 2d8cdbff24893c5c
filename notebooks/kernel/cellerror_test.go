package kernel

import (
	"fmt"
	"testing"
)

func ExampleCellError() {
	err := &CellError{
		Notebook: "notebooks/01-quickstart.ipynb", Cell: 2, Line: 3,
		Source: "fmt.Printn(two())", Message: "undefined: fmt.Printn",
	}
	fmt.Println(err)
	// Output: notebooks/01-quickstart.ipynb: cell [2], line 3 (fmt.Printn(two())): undefined: fmt.Printn
}

func TestCellErrorForms(t *testing.T) {
	for _, c := range []struct {
		name string
		f    failure
		want string
	}{
		{"kernel never came up", failure{Kind: "kernel", Message: "NoSuchKernel: hsalab"}, "nb: NoSuchKernel: hsalab"},
		{"timeout", failure{Kind: "timeout", Number: 4, Source: "%%\n\ntrain()", Message: "too long", Stderr: "warning"},
			"nb: cell [4] (train()): too long"},
		{"line beyond the cell", failure{Kind: "error", Number: 1, Source: "a()", Traceback: "Cell[1]: Line 9", Message: "x"},
			"nb: cell [1], line 9 (a()): x"},
		{"silent exit", failure{Kind: "error", Number: 1, Source: "%%", Message: "exit status 2", Stderr: "exit status 2\n"},
			"nb: cell [1]: exit status 2"},
		{"deadlock", failure{Kind: "error", Number: 2, Source: "%%\n<-c", Message: "exit status 2",
			Stderr: "fatal error: all goroutines are asleep - deadlock!\n\n\t[[ Cell [2] Line 2 ]] main.go:9\nexit status 2"},
			"nb: cell [2], line 2 (<-c): fatal error: all goroutines are asleep - deadlock!"},
		{"import without a module", failure{Kind: "error", Number: 2, Source: "%%\nx()",
			Message: "failed to run \"go get\": exit status 1\n\ngo: gonb_a5: package gonb_a5 imports x/y from nowhere\n"},
			"nb: cell [2] (x()): package gonb_a5 imports x/y from nowhere"},
		{"stack without cells", failure{Kind: "error", Number: 2, Source: "%%\n\n  last(nil)", Message: "exit status 2",
			Stderr: "panic: \x1b[7mx\x1b[0m\n", Frames: []string{"\treturn picks[0]", "last(nil)"}},
			"nb: cell [2], line 3 (last(nil)): panic: x"},
	} {
		if got := c.f.cellError("nb").Error(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
