package solutions

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// declared lists the exported variables or functions of the Go files in a directory.
func declared(t *testing.T, dir string, kind token.Token) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			names = append(names, exported(d, kind)...)
		}
	}
	return names
}

// exported lists the exported names of one declaration.
func exported(d ast.Decl, kind token.Token) (names []string) {
	if f, ok := d.(*ast.FuncDecl); ok && kind == token.FUNC && f.Recv == nil && f.Name.IsExported() {
		return []string{f.Name.Name}
	}
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR || kind != token.VAR {
		return nil
	}
	for _, s := range g.Specs {
		for _, name := range s.(*ast.ValueSpec).Names {
			if name.IsExported() {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// TestEveryExerciseHasASolution compares names: a solution for each exercise, nothing besides, and each exercise in a
// notebook.
func TestEveryExerciseHasASolution(t *testing.T) {
	asked := append(declared(t, "..", token.VAR), declared(t, "../breaking", token.VAR)...)
	solved := declared(t, ".", token.FUNC)
	slices.Sort(asked)
	slices.Sort(solved)
	if !slices.Equal(asked, solved) {
		t.Errorf("exercises %v\nsolutions %v", asked, solved)
	}
	if used := usedInNotebooks(t); !slices.Equal(asked, used) {
		t.Errorf("exercises %v\nin notebooks %v", asked, used)
	}
}

var use = regexp.MustCompile(`(?:exercises|breaking)\.([A-Z]\w*)\.Check\(`)

// usedInNotebooks lists the exercises that notebooks ask, sorted.
func usedInNotebooks(t *testing.T) []string {
	files, err := filepath.Glob("../../2*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range use.FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
