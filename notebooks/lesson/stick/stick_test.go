package stick

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

func write(fig viz.Figure) {
	if err := viz.WriteText(os.Stdout, fig, viz.TextOptions{}); err != nil {
		fmt.Println(err)
	}
}

func ExampleBreak() {
	write(Break(2, -1, 0.5))
	// Output:
	// A stick of length 1, broken from the newest chunk to the oldest
	// ┌──────────────┬─────────┬────────┬──────────────────────┬────────┬────────┐
	// │ picked chunk │ score s │ finds  │ takes the share σ(s) │ weight │ leaves │
	// ├──────────────┼─────────┼────────┼──────────────────────┼────────┼────────┤
	// │ newest       │ 2       │ 1.0000 │ 0.8808               │ 0.8808 │ 0.1192 │
	// │ 2nd          │ -1      │ 0.1192 │ 0.2689               │ 0.0321 │ 0.0871 │
	// │ 3rd          │ 0.5     │ 0.0871 │ 0.6225               │ 0.0542 │ 0.0329 │
	// └──────────────┴─────────┴────────┴──────────────────────┴────────┴────────┘
	// The weights add up to 0.9671; 0.0329 of the stick goes to no chunk.
}

func ExampleOrders() {
	table, err := Orders(2, -1)
	if err != nil {
		fmt.Println(err)
	}
	write(table)
	// Output:
	// The same scores in every order
	// ┌─────────────────────┬─────────────┬──────────────┬────────┐
	// │ order, newest first │ weight of 2 │ weight of -1 │ sum    │
	// ├─────────────────────┼─────────────┼──────────────┼────────┤
	// │ 2, -1               │ 0.8808      │ 0.0321       │ 0.9129 │
	// │ -1, 2               │ 0.6439      │ 0.2689       │ 0.9129 │
	// └─────────────────────┴─────────────┴──────────────┴────────┘
	// The sums agree to 12 digits: a sum is 1 − Π(1 − σ(s)), a product, which has no
	// order.
}

func ExampleCompare() {
	write(Compare(0, 0))
	// Output:
	// One list of scores, three weightings
	// ┌────────────────┬───────────────┬────────────┬────────┐
	// │ weighting      │ newest, s = 0 │ 2nd, s = 0 │ sum    │
	// ├────────────────┼───────────────┼────────────┼────────┤
	// │ stick-breaking │ 0.5000        │ 0.2500     │ 0.7500 │
	// │ softmax        │ 0.5000        │ 0.5000     │ 1.0000 │
	// │ off-by-one     │ 0.3333        │ 0.3333     │ 0.6667 │
	// └────────────────┴───────────────┴────────────┴────────┘
	// Scores are those of the picked chunks, newest first; what is missing to 1 goes
	// to no chunk.
}

func ExampleFloat32() {
	write(Float32(20, 3))
	// Output:
	// The loop in float32 against the definition
	// ┌──────────────┬───────┬─────────────┬─────────────────────┬──────────┐
	// │ picked chunk │ score │ left · σ(s) │ exp(s − Σ softplus) │ exact    │
	// ├──────────────┼───────┼─────────────┼─────────────────────┼──────────┤
	// │ newest       │ 20    │ 1           │ 1                   │ 1        │
	// │ 2nd          │ 3     │ 0           │ 1.96e-09            │ 1.96e-09 │
	// └──────────────┴───────┴─────────────┴─────────────────────┴──────────┘
	// Both formulas in float32, and the definition in float64.
}

// TestPicture counts the parts of the stick: all taken by a chunk or left over, each once.
func TestPicture(t *testing.T) {
	h := Picture(0, 0)
	var taken []int
	for _, row := range h.Values {
		n := 0
		for _, v := range row {
			if v == 1 {
				n++
			}
		}
		taken = append(taken, n)
	}
	if got := fmt.Sprint(taken, h.RowLabels); got != "[50 25 0] [newest, weight 0.500 2nd, weight 0.250 nobody, 0.250]" {
		t.Error(got)
	}
}

func TestCrowd(t *testing.T) {
	c, err := Crowd(4, 0, 2)
	if err != nil || c.Validate() != nil {
		t.Fatal(err, c.Validate())
	}
	// Each newcomer of score 0 halves what is left for the chunk, whatever its own score.
	p := c.Series[0].Points
	if c.Series[0].Name != "stick-breaking" || math.Abs(p[2].Y-p[0].Y/4) > 1e-12 {
		t.Errorf("%v", c.Series[0])
	}
	if _, err := Crowd(4, 0, 0); err == nil {
		t.Error("no crowd is no error")
	}
}

// TestJacobian holds the gradients against differences, and that no weight depends on an older score.
func TestJacobian(t *testing.T) {
	scores := []float64{0.5, 0, -0.5, 1}
	const h = 1e-6
	for _, name := range []oracle.Weighting{oracle.StickBreaking, oracle.Softmax} {
		j := jacobian(name, scores)
		for col := range scores {
			up, down := append([]float64(nil), scores...), append([]float64(nil), scores...)
			up[col] += h
			down[col] -= h
			a, b := weights(name, up), weights(name, down)
			for row := range scores {
				if want := (a[row] - b[row]) / (2 * h); math.Abs(j[row][col]-want) > 1e-8 {
					t.Errorf("%s ∂w%d/∂s%d = %g, want %g", name, row, col, j[row][col], want)
				}
				if name == oracle.StickBreaking && col > row && j[row][col] != 0 {
					t.Errorf("weight %d depends on the older score %d", row, col)
				}
			}
		}
	}
	if err := Influence(scores...).Validate(); err != nil {
		t.Error(err)
	}
}

func TestOrdersErrors(t *testing.T) {
	for _, scores := range [][]float64{{1}, {1, 2, 3, 4, 5}} {
		if _, err := Orders(scores...); err == nil || !strings.Contains(err.Error(), "2 to 4") {
			t.Errorf("%v: %v", scores, err)
		}
	}
}

func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".", "../../exercises").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	if strings.Contains(string(out), "github.com/gomlx") {
		t.Error("stick or exercises link GoMLX, which makes cells slow")
	}
}
