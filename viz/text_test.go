package viz_test

import (
	"os"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/hsalab/hsalab/viz"
)

// TestTextFits checks width, colour and character set of every figure.
func TestTextFits(t *testing.T) {
	for _, fig := range everything() {
		for _, o := range []viz.TextOptions{{}, {Width: 40}, {Width: 120}, {Width: 60, Color: true}, {Width: 70, ASCII: true}} {
			s := asText(t, fig, o)
			if o.Width == 0 {
				o.Width = 80
			}
			for _, line := range strings.Split(s, "\n") {
				if w := text.StringWidthWithoutEscSequences(line); w > o.Width && !o.ASCII {
					t.Errorf("%q at width %d: a line takes %d columns: %q", fig.Heading(), o.Width, w, line)
				}
				for _, r := range line {
					if o.ASCII && r > 0x7e || !o.Color && r == 0x1b || r < ' ' && r != 0x1b {
						t.Fatalf("%q with %+v: character %U in %q", fig.Heading(), o, r, line)
					}
				}
			}
			if o.Color && strings.Count(s, "\x1b[0m") == 0 {
				t.Errorf("%q has no colour", fig.Heading())
			}
		}
	}
}

func TestTextMarksTraining(t *testing.T) {
	s := asText(t, extrapolation(), viz.TextOptions{ASCII: true})
	for _, want := range []string{": trained at 128", "- chance 0.0625", "o CLS encoder", "|:"} {
		if !strings.Contains(s, want) {
			t.Errorf("text lacks %q:\n%s", want, s)
		}
	}
}

func TestTextHalfBlocksForManyRows(t *testing.T) {
	s := asText(t, wide(), viz.TextOptions{Color: true})
	if n := strings.Count(s, "▀"); n == 0 || strings.Contains(asText(t, retrieval(), viz.TextOptions{Color: true}), "▀") {
		t.Errorf("%d half blocks for 200 rows, or some for 12", n)
	}
}

// TestTerminalOfFile checks that what is not a terminal gets no colour.
func TestTerminalOfFile(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Setenv("COLUMNS", "100")
	f, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if o := viz.Terminal(f); o != (viz.TextOptions{Width: 100}) {
		t.Errorf("Terminal of a file is %+v", o)
	}
	t.Setenv("LC_ALL", "C")
	if o := viz.Terminal(f); !o.ASCII {
		t.Errorf("locale C gives %+v", o)
	}
}
