//go:build notebook

package viz_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// TestNotebook: a cell saves PNG and SVG, and is told what to do for PDF.
func TestNotebook(t *testing.T) {
	fig := viz.Curve{Title: "t", XLabel: "x", YLabel: "y", Series: []viz.Series{{Name: "s", Points: []viz.Point{{X: 1, Y: 1}, {X: 2, Y: 3}}}}}
	dir := t.TempDir()
	for _, name := range []string{"a.png", "a.svg"} { // live figures move as SVG
		if err := viz.Save(filepath.Join(dir, name), fig); err != nil {
			t.Error(err)
		}
	}
	if err := viz.Save(filepath.Join(dir, "a.pdf"), fig); err == nil || !strings.Contains(err.Error(), "%goflags -tags=") {
		t.Errorf("a PDF: %v, want what to do instead", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a.pdf")); err == nil {
		t.Error("the PDF was written")
	}
}
