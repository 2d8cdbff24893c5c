package corpus

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// distributionOf is a made-up Go distribution.
func distributionOf(t *testing.T, files map[string]string) string {
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

const source = "// Copyright\n\n// Package fmt prints.\npackage fmt\n\n//go:noinline\n// Print prints\n// words.\nfunc Print() { /* nothing */ }\n"

func TestDistribution(t *testing.T) {
	long := source + "// " + strings.Repeat("long ", 50)
	root := distributionOf(t, map[string]string{
		"VERSION": "go9.9\ntime x\n", "src/fmt/print.go": long, "src/fmt/testdata/x.go": long, "src/vendor/y.go": long,
		"src/short.go": "package x", "doc/spec.html": "<h1>" + long, "test/z.go": long, "README.md": long,
	})
	found, version, err := findSource([]string{t.TempDir(), root})
	if err != nil || found != root || version != "go9.9" {
		t.Fatalf("%q %q %v", found, version, err)
	}
	var names []string
	for _, ending := range []string{".go", ".html", ".md"} {
		for d, err := range distribution(root, ending, NewDocument) {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, d.Name)
		}
	}
	if got := strings.Join(names, " "); got != "src/fmt/print.go doc/spec.html README.md" {
		t.Errorf("files %s", got)
	}
	for range distribution(root, ".go", NewDocument) {
		break // the iterator must stop here
	}
}

func TestDistributionWithoutSource(t *testing.T) {
	_, _, err := findSource([]string{distributionOf(t, map[string]string{"VERSION": "go9.9"})})
	if err == nil || !strings.Contains(err.Error(), "set GOROOT") {
		t.Errorf("error %v does not say what to do", err)
	}
}

func TestProse(t *testing.T) {
	if got, want := prose(source), "Package fmt prints.\n\nPrint prints\nwords.\n\n nothing\n\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := prose("no Go at all"); got != "" {
		t.Errorf("%q of a file that is no Go", got)
	}
	if got := untagged("<style>x</style><p>a &amp; b\n\n\n<b>c</b>"); got != "a & b\n\nc" {
		t.Errorf("%q", got)
	}
}

// TestCommentsAsTheParserFindsThem compares every twentieth source file.
func TestCommentsAsTheParserFindsThem(t *testing.T) {
	files, err := GoSource()
	if err != nil {
		t.Skip(err)
	}
	n := 0
	for d, err := range files.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%20 != 0 {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), "", d.Text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		var want, got []string
		for _, g := range parsed.Comments {
			want = append(want, g.Text())
		}
		for _, g := range commentGroups(d.Text) {
			got = append(got, g.Text())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d groups of comments, want %d", d.Name, len(got), len(want))
		}
	}
}

// TestGoCorpora reads the distribution of this machine: source and its comments are in the same split.
func TestGoCorpora(t *testing.T) {
	docs, err := GoDocs()
	if err != nil {
		t.Skip(err)
	}
	files, err := GoSource()
	if err != nil {
		t.Fatal(err)
	}
	splits := map[string]Split{}
	for d, err := range files.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		splits[d.Name] = d.Split()
	}
	seen := 0
	for d, err := range docs.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := splits[d.Name]; ok && s != d.Split() {
			t.Errorf("%s is for %s, its comments are for %s", d.Name, s, d.Split())
		}
		if seen++; seen == 300 {
			break
		}
	}
	if len(splits) < 1000 || seen < 100 {
		t.Errorf("%d source files, %d documents", len(splits), seen)
	}
}
