package viz_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// chartSpec is what the tests read back from the interactive form.
type chartSpec struct {
	Layers []struct {
		Value string
		Cells [][]*float64
		Peaks [][]int
		Notes [][]string
	} `json:"layers"`
	Cols  []string `json:"cols"`
	Text  []string `json:"text"`
	Held  [2]int   `json:"held"`
	Step  [2]int   `json:"step"`
	Dense []struct {
		Value     string
		Levels    int
		Low, High float64
	} `json:"dense"`
	Packed, Names string
	Panels        []chartSpec
	Chunks        []struct {
		Chunk int
		Score float64
	}
	Left  float64
	Picks []struct {
		Chunk     int
		Score     float64
		Weight    float64
		Attention []float64
	}
	Output []struct{ P float64 }
	Option struct {
		Series []struct {
			Type, Name string
			Data       [][]*float64
		}
		YAxis struct{ Inverse bool }
	} `json:"option"`
}

var specLine = regexp.MustCompile(`(?m)^  const spec = (.*);$`)

func readSpec(t *testing.T, fig viz.Figure) chartSpec {
	t.Helper()
	html, err := viz.Fragment(fig, viz.FragmentOptions{})
	if err != nil {
		t.Fatal(err)
	}
	m := specLine.FindStringSubmatch(html)
	if m == nil {
		t.Fatalf("%s: no chart in the fragment", fig.Heading())
	}
	var s chartSpec
	if err := json.Unmarshal([]byte(m[1]), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestHeatMapNumbersAgree compares the interactive cells with the values, and
// the gold cells that the text form lists with both.
func TestHeatMapNumbersAgree(t *testing.T) {
	h := retrieval()
	s := readSpec(t, h)
	if !s.Option.YAxis.Inverse {
		t.Error("row 0 is not on top")
	}
	for r, row := range h.Values {
		for c, v := range row {
			switch got := s.Layers[0].Cells[r][c]; {
			case math.IsNaN(v):
				if got != nil {
					t.Fatalf("cell %d, %d is not visible, the chart shows %g", r, c, *got)
				}
			case got == nil:
				t.Fatalf("cell %d, %d is %g, the chart shows nothing", r, c, v)
			case math.Abs(*got-v) > 5e-5*math.Abs(v): // five digits
				t.Fatalf("cell %d, %d: the chart shows %g, want %g", r, c, *got, v)
			}
		}
	}
	text := asText(t, h, viz.TextOptions{})
	for i, m := range h.Gold {
		want := fmt.Sprintf("gold: %s, %d: %s,", h.RowLabels[m.Row], m.Col, strconv.FormatFloat(round4(*s.Layers[0].Cells[m.Row][m.Col]), 'g', -1, 64))
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q", want)
		}
		if got := s.Option.Series[1].Data[i]; *got[0] != float64(m.Col) || *got[1] != float64(m.Row) {
			t.Errorf("gold %d lies at column %g, row %g in the chart, want %+v", i, *got[0], *got[1], m)
		}
	}
}

func round4(x float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 3, 64), 64)
	return r
}

// TestCurveNumbersAgree compares the interactive points with the values, and
// the lines of the text form with both.
func TestCurveNumbersAgree(t *testing.T) {
	c := extrapolation()
	s := readSpec(t, c)
	text := asText(t, c, viz.TextOptions{})
	for i, series := range c.Series {
		line := s.Option.Series[2*i] // each followed by its intervals
		if line.Type != "line" || line.Name != series.Name {
			t.Fatalf("series %d of the chart is %s %q", 2*i, line.Type, line.Name)
		}
		for j, p := range series.Points {
			d := line.Data[j]
			want := []float64{math.Log2(p.X), p.Y, p.Low, p.High, float64(p.N), p.X}
			for k := range want {
				if d[k] == nil || *d[k] != want[k] {
					t.Fatalf("%s, point %d, number %d: chart has %v, want %g", series.Name, j, k, d[k], want[k])
				}
			}
			if row := fmt.Sprintf("[%g, %g]  n=%d", round4(p.Low), round4(p.High), p.N); !strings.Contains(text, row) {
				t.Errorf("text lacks %q", row)
			}
		}
	}
}

// TestWindowShowsSingleChunks looks closer at the same map.
func TestWindowShowsSingleChunks(t *testing.T) {
	h := million()
	h.Window = viz.Window{Col: 69990, Cols: 20}
	s := readSpec(t, h)
	if l := s.Layers[0]; len(l.Cells[0]) != 20 || *l.Cells[0][10] != 0.9 || l.Peaks != nil || s.Cols[10] != "70000" {
		t.Errorf("window shows %d columns, column 10 is %s", len(l.Cells[0]), s.Cols[10])
	}
	if len(s.Option.Series) != 3 || *s.Option.Series[1].Data[0][0] != 10 || len(s.Option.Series[2].Data) != 1 {
		t.Error("marks are not moved into the window, or not cut to it")
	}
}

func asText(t *testing.T, fig viz.Figure, o viz.TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := viz.WriteText(&b, fig, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
