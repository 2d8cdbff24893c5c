package residual

import (
	"fmt"
	"os"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

func ExampleWiring() {
	table := Wiring(1, 2, func(y float64) float64 { return 3 * y })
	if err := viz.WriteText(os.Stdout, table, viz.TextOptions{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// What leaves the layer
	// ┌──────────────┬────────────────────┬──────────┬─────┬─────────────────────┐
	// │ residual     │ output             │ M(x + H) │ out │ more than without H │
	// ├──────────────┼────────────────────┼──────────┼─────┼─────────────────────┤
	// │ standard     │ x + H + M(x + H)   │ 9        │ 12  │ 8                   │
	// │ bypass       │ x + M(x + H)       │ 9        │ 10  │ 6                   │
	// │ gated, g = ½ │ x + g·H + M(x + H) │ 9        │ 11  │ 7                   │
	// └──────────────┴────────────────────┴──────────┴─────┴─────────────────────┘
}

// TestComparison holds what notebook 23 says of the committed results: at this size the bypass makes no difference.
func TestComparison(t *testing.T) {
	c, err := Compare()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.ratios) == 0 || len(c.bypass) != len(c.standard) {
		t.Fatalf("%d rows with the bypass, %d without, at %v", len(c.bypass), len(c.standard), c.ratios)
	}
	fig, err := c.Figure()
	if err != nil || fig.Validate() != nil {
		t.Error(err, fig.Validate())
	}
	table, err := c.Table()
	if err != nil || table.Validate() != nil || len(table.Columns) != len(c.ratios) {
		t.Error(err, table)
	}
	if helps, err := c.Helps(); err != nil || helps {
		t.Error("the bypass helps:", helps, err)
	}
}

// TestHelps plants results in which the bypass helps.
func TestHelps(t *testing.T) {
	c, err := Compare()
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.standard {
		c.standard[i].Correct = false
	}
	if helps, err := c.Helps(); err != nil || !helps {
		t.Error("the planted help was not seen:", helps, err)
	}
}
