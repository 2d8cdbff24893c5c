package pooling

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

var opposite = [][]float64{{4, 0}, {-4, 0}}

func ExampleQueries() {
	table, err := Queries(opposite, []float64{1, 0}, []float64{-1, 0}, []float64{0, 1})
	if err != nil {
		fmt.Println(err)
	}
	if err := viz.WriteText(os.Stdout, table, viz.TextOptions{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// The chunk with the keys (4, 0), (-4, 0)
	// ┌─────────┬─────────┬──────────┬──────────────┬─────────────────────┐
	// │ query   │ mass    │ log mass │ mean pooling │ landmark for (1, 0) │
	// ├─────────┼─────────┼──────────┼──────────────┼─────────────────────┤
	// │ (1, 0)  │ 54.6165 │ 4.0003   │ 0.6931       │ 4.0003              │
	// │ (-1, 0) │ 54.6165 │ 4.0003   │ 0.6931       │ -3.9943             │
	// │ (0, 1)  │ 2.0000  │ 0.6931   │ 0.6931       │ 0.0030              │
	// └─────────┴─────────┴──────────┴──────────────┴─────────────────────┘
	// Landmarks: mean pooling (0.000, 0.000) with bias 0.693, the other (3.997, 0.000)
	// with bias 0.003.
}

func ExampleTangent() {
	l := Tangent(opposite, []float64{1, 0})
	fmt.Printf("%.4f %.4f\n", l.Score([]float64{1, 0}), LogMass([]float64{1, 0}, opposite))
	// Output: 4.0003 4.0003
}

func ExampleMean() {
	fmt.Printf("%.4f\n", Mean([][]float64{{1, 2}, {3, 6}}))
	// Output: {[2.0000 4.0000] 0.6931}
}

func ExampleLogMass() {
	fmt.Printf("%.4f\n", math.Exp(LogMass([]float64{1, 0}, opposite)))
	// Output: 54.6165
}

// TestTangentIsBelow holds a landmark against the log mass at drawn queries: it touches where it was made for, and is
// above it nowhere.
func TestTangentIsBelow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		var keys [][]float64
		for range 6 {
			keys = append(keys, normals(r, 3))
		}
		at := normals(r, 3)
		l := Tangent(keys, at)
		if diff := LogMass(at, keys) - l.Score(at); math.Abs(diff) > 1e-12 {
			t.Errorf("off by %g where it touches", diff)
		}
		for range 5 {
			q := normals(r, 3)
			if over := l.Score(q) - LogMass(q, keys); over > 1e-12 {
				t.Errorf("above the log mass by %g", over)
			}
		}
	}
}

func TestCircle(t *testing.T) {
	c, err := Circle(opposite, 0, 180)
	if err != nil {
		t.Fatal(err)
	}
	mean, mass := c.Series[0].Points, c.Series[3].Points
	if len(c.Series) != 4 || math.Abs(mass[0].Y-4.000335) > 1e-6 || math.Abs(mass[36].Y-mass[0].Y) > 1e-9 {
		t.Errorf("log mass %v at 0 and %v at 180 degrees", mass[0], mass[36])
	}
	for _, p := range mean {
		if math.Abs(p.Y-math.Log(2)) > 1e-12 {
			t.Errorf("mean pooling scores %v", p)
		}
	}
	for _, keys := range [][][]float64{nil, {{1, 2, 3}}} {
		if _, err := Circle(keys); err == nil {
			t.Errorf("%v is no error", keys)
		}
	}
	if _, err := Circle(opposite, 90, 90); err == nil {
		t.Error("one angle twice is no error")
	}
}

func TestPlane(t *testing.T) {
	p, err := Plane(opposite, []float64{1, 0})
	if err != nil || p.Validate() != nil {
		t.Fatal(err, p.Validate())
	}
	h := p.Figures[1].(viz.HeatMap)
	at := func(x, y float64) float64 {
		for r := range h.Values {
			for c := range h.Values[r] {
				if h.RowLabels[r] == fmt.Sprint(y) && h.ColumnLabels[c] == fmt.Sprint(x) {
					return h.Values[r][c]
				}
			}
		}
		return math.NaN()
	}
	if at(1, 0) > 1e-12 || at(-1, 0) < 7.9 || math.IsNaN(at(-2, 2)) {
		t.Errorf("at (1, 0) %g, at (-1, 0) %g", at(1, 0), at(-1, 0))
	}
}

// TestRecall holds the order of the four ways to score, and what reading all keys must do in a short haystack.
func TestRecall(t *testing.T) {
	h := Standard
	h.Chunks = 256
	c, err := Recall(h)
	if err != nil || c.Validate() != nil {
		t.Fatal(err, c.Validate())
	}
	last := func(i int) float64 { p := c.Series[i].Points; return p[len(p)-1].Y }
	if !(last(0) < last(1) && last(1) < last(2) && last(2) <= last(3)) {
		t.Errorf("recall %g, %g, %g, %g", last(0), last(1), last(2), last(3))
	}
	if c.Series[3].Points[0].Y != 1 {
		t.Errorf("all keys read: %v", c.Series[3].Points[0])
	}
	h.TopK = 0
	if _, err := Recall(h); err == nil {
		t.Error("a top-K of 0 is no error")
	}
}

func TestTurned(t *testing.T) {
	q := turned([]float64{2, 0}, []float64{1, 1}, 90)
	if math.Abs(q[0]) > 1e-12 || math.Abs(q[1]-2) > 1e-12 {
		t.Error(q)
	}
}
