package corpus

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFindOpticks looks in made-up distributions.
func TestFindOpticks(t *testing.T) {
	empty, plain, packed := t.TempDir(), t.TempDir(), t.TempDir()
	for root, name := range map[string]string{plain: opticksFiles[0], packed: opticksFiles[2]} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name  string
		roots []string
		want  string
	}{
		{"plain text", []string{empty, plain, packed}, filepath.Join(plain, opticksFiles[0])},
		{"packed only", []string{empty, packed}, filepath.Join(packed, opticksFiles[2])},
	} {
		if got, err := findOpticks(tt.roots); got != tt.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
	for _, roots := range [][]string{nil, {empty}} {
		_, err := findOpticks(roots)
		if err == nil || !strings.Contains(err.Error(), "by its path") {
			t.Errorf("%v: error %v does not say what to do", roots, err)
		}
	}
}

// TestPackedOpticksIsTheSame compares the fallback with the plain text, where both are present.
func TestPackedOpticksIsTheSame(t *testing.T) {
	var texts []*Text
	for _, root := range goroots() {
		for _, name := range opticksFiles {
			if text, err := Open(filepath.Join(root, name)); err == nil {
				texts = append(texts, text)
			}
		}
	}
	if len(texts) < 2 {
		t.Skip("this Go distribution has the book once")
	}
	want := slices.Collect(texts[0].Words())
	for _, text := range texts[1:] {
		if !slices.Equal(slices.Collect(text.Words()), want) {
			t.Errorf("%s differs from %s", text.Name, texts[0].Name)
		}
	}
}

func TestGorootsWithoutGo(t *testing.T) {
	t.Setenv("PATH", "")
	t.Setenv("GOROOT", "/made/up")
	if got := goroots(); !slices.Contains(got, "/made/up") {
		t.Errorf("goroots() = %q without GOROOT", got)
	}
}
