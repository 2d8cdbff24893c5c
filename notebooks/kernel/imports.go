package kernel

import (
	"encoding/json"
	"fmt"
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/notebooks/nbformat"
)

// A notebookFile is the part of a notebook that imports are read from, of any version of the format.
type notebookFile struct {
	Cells []struct {
		Type   string        `json:"cell_type"`
		Source nbformat.Text `json:"source"`
	} `json:"cells"`
}

// Imports returns the import paths of all code cells of the notebooks, sorted, each once. Cells of another
// language (%%bash and the like) have none. The error names the file that cannot be read.
func Imports(notebooks ...string) ([]string, error) {
	found := map[string]bool{}
	for _, file := range notebooks {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var nb notebookFile
		if err := json.Unmarshal(text, &nb); err != nil {
			return nil, fmt.Errorf("%s is not a notebook: %w", file, err)
		}
		for _, cell := range nb.Cells {
			if cell.Type == "code" {
				addImports(found, string(cell.Source))
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// addImports collects the import declarations of one cell, which may stand anywhere in it.
func addImports(found map[string]bool, source string) {
	code, ok := goCode(source)
	if !ok {
		return
	}
	src := []byte(code)
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("cell", -1, len(src)), src, func(token.Position, string) {}, 0)
	for {
		switch _, tok, _ := s.Scan(); tok {
		case token.EOF:
			return
		case token.IMPORT:
			scanImport(found, &s)
		}
	}
}

// scanImport reads what follows the word import: one specification, or several in parentheses.
func scanImport(found map[string]bool, s *scanner.Scanner) {
	group := false
	for {
		switch _, tok, lit := s.Scan(); tok {
		case token.LPAREN:
			group = true
		case token.STRING:
			if path, err := strconv.Unquote(lit); err == nil {
				found[path] = true
			}
		case token.SEMICOLON:
			if !group {
				return
			}
		case token.IDENT, token.PERIOD:
		default:
			return
		}
	}
}

// goCode blanks the lines that are gonb's own (%magic and !shell) and reports false for a cell of another
// language: one that starts with a %% word.
func goCode(source string) (string, bool) {
	lines := strings.Split(source, "\n")
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if isOtherLanguage(line) {
			return "", false
		}
		if strings.HasPrefix(line, "%") || strings.HasPrefix(line, "!") {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n"), true
}

// isOtherLanguage tells "%%bash" from gonb's "%%" and "%% --flags", which precede Go statements.
func isOtherLanguage(line string) bool {
	rest, ok := strings.CutPrefix(line, "%%")
	return ok && rest != "" && rest[0] != ' ' && rest[0] != '\t'
}

// findNotebooks returns the repository's own notebooks.
func (p paths) findNotebooks() ([]string, error) {
	return filepath.Glob(filepath.Join(p.notebooks(), "*.ipynb"))
}
