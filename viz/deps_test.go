package viz_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestDependencies holds the modules that a notebook cell links with viz: no
// model, no server, no template engine.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	got := strings.Fields(string(out))
	slices.Sort(got)
	want := []string{
		"codeberg.org/go-fonts/liberation", "codeberg.org/go-latex/latex", "codeberg.org/go-pdf/fpdf", "git.sr.ht/~sbinet/gg",
		"github.com/ajstarks/svgo", "github.com/clipperhouse/uax29/v2", "github.com/go-echarts/go-echarts/v2", "github.com/golang/freetype",
		"github.com/google/renameio/v2", "github.com/hsalab/hsalab", "github.com/jedib0t/go-pretty/v6", "github.com/mattn/go-runewidth",
		"golang.org/x/image", "golang.org/x/sys", "golang.org/x/term", "golang.org/x/text", "gonum.org/v1/gonum", "gonum.org/v1/plot",
	}
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("viz links the modules\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
