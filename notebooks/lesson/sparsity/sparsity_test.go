package sparsity

import (
	"fmt"
	"math"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

func ExampleShare() {
	c, err := Share(4096, 64)
	if err != nil {
		fmt.Println(err)
	}
	for _, s := range c.Series {
		for _, p := range s.Points[2:] {
			fmt.Printf("%s, top %g: %.3f\n", s.Name, p.X, p.Y)
		}
	}
	// Output:
	// visible chunks that are picked, top 4: 0.122
	// visible chunks that are picked, top 8: 0.236
	// visible chunks that are picked, top 16: 0.440
	// visible chunks that are picked, top 32: 0.754
	// visible chunks that are picked, top 64: 1.000
	// tokens that pick all they see, top 4: 0.078
	// tokens that pick all they see, top 8: 0.141
	// tokens that pick all they see, top 16: 0.266
	// tokens that pick all they see, top 32: 0.516
	// tokens that pick all they see, top 64: 1.000
}

func TestShareErrors(t *testing.T) {
	for _, c := range [][2]int{{64, 64}, {128, 0}, {1 << 30, 64}} {
		if _, err := Share(c[0], c[1]); err == nil {
			t.Errorf("%v is no error", c)
		}
	}
	if c, err := Share(100, 8); err != nil || c.Series[0].Points[len(c.Series[0].Points)-1].X != 12 {
		t.Errorf("a number of chunks that is no power of two: %v, %v", c.Series, err)
	}
}

// TestAblation holds what notebook 24 says of the committed results: leaving out in training makes no difference at this
// size, in testing it does, far out.
func TestAblation(t *testing.T) {
	a, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	if d, helps, err := a.TrainingHelps(64); err != nil || helps || math.Abs(d.Mean) > 0.05 {
		t.Errorf("in training: %v, %v, %v", d.Mean, helps, err)
	}
	if d, helps, err := a.TestingHelps(64); err != nil || !helps || d.Mean < 0.02 {
		t.Errorf("in testing: %v, %v, %v", d.Mean, helps, err)
	}
	p, err := a.Mismatch(1, 64)
	if err != nil || p.Validate() != nil {
		t.Fatal(err, p.Validate())
	}
	if m := p.Figures[0].(viz.Mismatch); fmt.Sprint(m.Train, m.Test) != "[4 0] [4 0]" {
		t.Errorf("%v in training, %v in testing", m.Train, m.Test)
	}
	if _, err := a.Mismatch(3); err == nil {
		t.Error("a length that was not measured is no error")
	}
	table, err := a.Table(1, 64)
	if err != nil || table.Validate() != nil {
		t.Error(err, table.Validate())
	}
}
