package viz

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestGridIsMaximum holds every cell against the values it stands for.
func TestGridIsMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(1, 40).Draw(t, "rows"), rapid.IntRange(1, 90).Draw(t, "cols")
		h := HeatMap{Values: make([][]float64, rows)}.plain()
		for r := range h.Values {
			h.Values[r] = make([]float64, cols)
			for c := range h.Values[r] {
				h.Values[r][c] = round(rapid.Float64Range(-1, 1).Draw(t, "value"), gridDigits)
				if rapid.IntRange(0, 4).Draw(t, "hidden") == 0 {
					h.Values[r][c] = math.NaN()
				}
			}
		}
		h.Window.Row = rapid.IntRange(0, rows-1).Draw(t, "row0")
		h.Window.Col = rapid.IntRange(0, cols-1).Draw(t, "col0")
		g := h.grid(rapid.IntRange(1, 50).Draw(t, "maxRows"), rapid.IntRange(1, 50).Draw(t, "maxCols"))
		checkMaxima(t, h, g)
	})
}

func checkMaxima(t *rapid.T, h heatForm, g *grid) {
	want := make([][]float64, g.rows)
	for r := range want {
		want[r] = make([]float64, g.cols)
		for c := range want[r] {
			want[r][c] = math.NaN()
		}
	}
	for r := h.Window.Row; r < len(h.Values); r++ {
		for c := h.Window.Col; c < len(h.Values[0]); c++ {
			cell := &want[(r-g.row0)/g.rowStep][(c-g.col0)/g.colStep]
			if v := h.Values[r][c]; math.IsNaN(*cell) || v > *cell {
				*cell = v
			}
		}
	}
	for r := range want {
		for c, w := range want[r] {
			if got := g.value[r][c]; got != w && !(math.IsNaN(got) && math.IsNaN(w)) {
				t.Fatalf("cell %d, %d is %g, want %g", r, c, got, w)
			}
			if p := g.peak[r][c]; p >= 0 != !math.IsNaN(w) {
				t.Fatalf("cell %d, %d has its peak at %d", r, c, p)
			}
		}
	}
}

func TestGridFitsItsLimits(t *testing.T) {
	for _, n := range []int{1, 2, 127, 128, 129, 1000, 131072} {
		for _, limit := range []int{1, 3, 128, 256} {
			step, cells := bins(n, limit)
			if cells > limit || step*cells < n || step*(cells-1) >= n {
				t.Errorf("%d items in %d: %d cells of %d", n, limit, cells, step)
			}
		}
	}
}

// TestAxis holds ticks, ends and points of axes against each other.
func TestAxis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log2 := rapid.Bool().Draw(t, "log2")
		lowest := -1e6
		if log2 {
			lowest = 1
		}
		c := Curve{Log2X: log2, Log10Y: log2, Series: []Series{{}}}
		xs := rapid.SliceOfNDistinct(rapid.Float64Range(lowest, 1e9), 1, 20, rapid.ID[float64]).Draw(t, "xs")
		for _, x := range xs {
			c.Series[0].Points = append(c.Series[0].Points, Point{X: x, Y: x})
		}
		for _, a := range []axis{c.xAxis(), c.yAxis()} {
			ticks := a.ticks()
			if len(ticks) < 2 || len(ticks) > 12 || !(a.Low < a.High) {
				t.Fatalf("axis %+v has ticks %v", a, ticks)
			}
			for _, x := range xs {
				slack := (a.High - a.Low) * 1e-6
				if p := a.place(x); p < a.Low-slack || p > a.High+slack {
					t.Fatalf("axis %+v does not hold %g", a, x)
				}
			}
		}
	})
}

func TestNumber(t *testing.T) {
	for want, got := range map[string]string{
		"0.9877": number(0.98765), "3": number(3), "1e-07": number(1e-7), "unknown": number(math.NaN()), "131072": number(131072),
		"128": size(128), "4K": size(4096), "1M": size(1 << 20), "1536": size(1536), "1000000": size(1e6), "0.5": size(0.5),
		"[0.1, 0.9]": interval(0.1, 0.9, number), "": interval(0, 0, number),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                      "plain",
		" a \t\n b\r\n":              "a b",
		"\x1b[31mred\x1b[0m\x00\x9b": "[31mred[0m\uFFFD",
		"abc\u202edcb\u2066":         "abcdcb",
		"bad \xff utf8":              "bad \uFFFD utf8",
		"e\u0301 שלום":               "e\u0301 שלום",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	if got := short("a long label", 7); got != "a long…" {
		t.Errorf("short gave %q", got)
	}
}

// TestPaletteRises checks that brightness rises along the palette, so that it
// reads in grey and with every colour vision deficiency.
func TestPaletteRises(t *testing.T) {
	last := -1.0
	for i := range 101 {
		c := heat(float64(i) / 100)
		y := 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
		if y < last {
			t.Fatalf("brightness falls from %.1f to %.1f at %d %%", last, y, i)
		}
		last = y
	}
}

// TestDivergingParts checks that brightness falls on both sides of the middle,
// and about equally.
func TestDivergingParts(t *testing.T) {
	bright := func(i int) float64 {
		c := diverging.at(float64(i) / 100)
		return 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
	}
	for i := range 50 {
		if bright(i) > bright(i+1) || bright(100-i) > bright(99-i) {
			t.Fatalf("brightness does not rise to the middle at %d %%", i)
		}
		if d := bright(i) - bright(100-i); math.Abs(d) > 20 {
			t.Errorf("%d %% and %d %% differ in brightness by %.0f", i, 100-i, d)
		}
	}
}
