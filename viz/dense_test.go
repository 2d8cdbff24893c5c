package viz_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/gallery"
)

func unpack(t *testing.T, s string) []byte {
	t.Helper()
	z, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(z))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDenseMapHoldsItsValues decodes every cell: hidden and in-window cells are
// told apart, values lie within half a level, marks are where they are.
func TestDenseMapHoldsItsValues(t *testing.T) {
	h := gallery.MillionCells()
	s := readSpec(t, h)
	codes, l := unpack(t, s.Packed), s.Dense[0]
	rows, cols := s.Held[0], s.Held[1]
	if rows != 1024 || cols != 1024 || len(codes) != 2*rows*cols {
		t.Fatalf("%d × %d cells in %d bytes", rows, cols, len(codes))
	}
	half := (l.High-l.Low)/float64(l.Levels-1)/2 + 1e-12
	for r, row := range h.Values {
		for c, v := range row {
			code := codes[r*cols+c]
			switch inWindow := c >= h.InWindow[r].From && c < h.InWindow[r].To; {
			case math.IsNaN(v) && inWindow && code == 1:
			case math.IsNaN(v) && !inWindow && code == 0:
			case code >= 2 && math.Abs(l.Low+float64(code-2)*2*half-v) <= half:
			default:
				t.Fatalf("cell %d, %d is %g, its byte %d of %d levels", r, c, v, code, l.Levels)
			}
		}
	}
	for _, m := range h.Gold {
		if codes[rows*cols+m.Row*cols+m.Col]&1 == 0 {
			t.Errorf("gold cell %+v is not marked", m)
		}
	}
}

// TestDenseMapIsLight holds an output of a million cells, with its picture, to
// 600 kB, also where it is white noise, the hardest to compress.
func TestDenseMapIsLight(t *testing.T) {
	t.Parallel()
	for _, h := range []viz.HeatMap{gallery.MillionCells(), noise(1024)} {
		html, err := viz.Fragment(h, viz.FragmentOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(html) > 600_000 {
			t.Errorf("%d bytes", len(html))
		}
		if !strings.Contains(html, " levels; a pixel is the maximum") {
			t.Error("the chart does not say what it holds")
		}
		t.Logf("%d kB at %d levels", len(html)/1000, readSpec(t, h).Dense[0].Levels)
	}
}

// TestDenseMapKeepsItsPeak finds the one high chunk of 131,072 in every form, and
// its text.
func TestDenseMapKeepsItsPeak(t *testing.T) {
	h := million()
	h.ColumnText = make([]string, len(h.Values[0]))
	h.ColumnText[70000] = "the needle"
	s := readSpec(t, h)
	codes := unpack(t, s.Packed)
	if s.Held != [2]int{1, 131072} || codes[70000] != byte(s.Dense[0].Levels+1) {
		t.Errorf("%v cells are held, the peak is %d of %d levels", s.Held, codes[70000], s.Dense[0].Levels)
	}
	var names struct{ Text []string }
	if err := json.Unmarshal(unpack(t, s.Names), &names); err != nil || names.Text[70000] != "the needle" {
		t.Errorf("the text of the peak is lost: %v", err)
	}
	for _, form := range []string{asText(t, h, viz.TextOptions{}), string(written(t, viz.WriteSVG, h))} {
		if !strings.Contains(form, "each cell is the maximum over") {
			t.Error("a form does not say that it is reduced")
		}
	}
}

// TestHugeMapIsReduced keeps the peak of 16 million cells, and says that a held
// cell is a maximum.
func TestHugeMapIsReduced(t *testing.T) {
	t.Parallel()
	h := viz.HeatMap{Title: "huge", XLabel: "chunk", YLabel: "query", ValueLabel: "score"}
	for range 4096 {
		h.Values = append(h.Values, make([]float64, 4096))
	}
	h.Values[4001][77] = 3
	s := readSpec(t, h)
	if s.Held != [2]int{1024, 1024} || s.Step != [2]int{4, 4} {
		t.Fatalf("%v cells are held, each of %v", s.Held, s.Step)
	}
	if codes := unpack(t, s.Packed); codes[1000*1024+19] != byte(s.Dense[0].Levels+1) {
		t.Error("the peak is lost")
	}
}
