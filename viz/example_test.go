package viz_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/viz"
)

// A retrieval heat map in a terminal: two queries over eight chunks, of which
// the last are not visible to the first query.
func ExampleHeatMap() {
	nan := math.NaN()
	h := viz.HeatMap{
		Title: "Retrieval", XLabel: "chunk", YLabel: "query", ValueLabel: "chunk weight",
		Values: [][]float64{
			{0.02, 0.90, 0.05, 0.01, 0.02, 0.00, nan, nan},
			{0.10, 0.05, 0.05, 0.20, 0.10, 0.40, 0.05, 0.05},
		},
		RowLabels: []string{"key A", "key B"},
		Gold:      []viz.Mark{{Row: 0, Col: 1}, {Row: 1, Col: 4}},
		Picked:    []viz.Mark{{Row: 0, Col: 1}, {Row: 1, Col: 5}},
	}
	if err := viz.WriteText(os.Stdout, h, viz.TextOptions{ASCII: true}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Retrieval
	// query x chunk
	// key A .G....
	// key B ...:go..
	//       0      7
	// chunk weight: 0 .:-=+%@ 0.9; blank: not visible; G gold and picked, g gold, o
	// picked
	// gold: key A, 1: 0.9, picked
	// gold: key B, 4: 0.1, not picked
}

// An extrapolation curve in a terminal.
func ExampleCurve() {
	c := viz.Curve{
		Title: "Accuracy past the training length", XLabel: "context length (tokens)", YLabel: "accuracy",
		Log2X: true, TrainingLength: 128, YRange: viz.Range{Low: 0, High: 1},
		Series: []viz.Series{{Name: "nano", Points: []viz.Point{
			{X: 128, Y: 0.99, Low: 0.98, High: 1, N: 512},
			{X: 1024, Y: 0.97, Low: 0.95, High: 0.99, N: 256},
			{X: 8192, Y: 0.8, Low: 0.7, High: 0.9, N: 64},
		}}},
	}
	if err := viz.WriteText(os.Stdout, c, viz.TextOptions{ASCII: true, Width: 60}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Accuracy past the training length
	// accuracy
	//   1 |o                          o
	//     |:
	//     |:
	// 0.8 |:                                                    o
	//     |:
	// 0.6 |:
	//     |:
	//     |:
	// 0.4 |:
	//     |:
	// 0.2 |:
	//     |:
	//     |:
	//   0 |:
	//     +------------------------------------------------------
	//      128     256      512      1K      2K       4K       8K
	//      context length (tokens)
	// : trained at 128
	// o nano
	//   128  0.99  [0.98, 1]  n=512
	//    1K  0.97  [0.95, 0.99]  n=256
	//    8K  0.8   [0.7, 0.9]  n=64
}

// An ablation table as Markdown.
func ExampleTable_Markdown() {
	t := viz.Table{
		Title: "Ablation", Corner: "encoder", Columns: []string{"128", "2K"}, Decimals: 2,
		Groups: []viz.Group{{Rows: []viz.Row{
			{Label: "CLS", Cells: []viz.Cell{{Value: 0.99, Low: 0.98, High: 1, Best: true}, {Value: 0.94, Best: true}}},
			{Label: "none", Cells: []viz.Cell{{Value: 0.98}, {Value: math.NaN()}}},
		}}},
	}
	md, err := t.Markdown()
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(md)
	// Output:
	// **Ablation**
	//
	// | encoder | 128 | 2K |
	// |:---|---:|---:|
	// | CLS | **0.99**\* \[0.98, 1.00\] | **0.94**\* |
	// | none | 0.98 | unknown |
	//
	// \* best of its column
}

// The same table in a terminal.
func ExampleWriteText() {
	t := viz.Table{
		Title: "Ablation", Corner: "encoder", Columns: []string{"128"},
		Groups: []viz.Group{{Rows: []viz.Row{{Label: "CLS", Cells: []viz.Cell{{Value: 0.99, Low: 0.98, High: 1, N: 192}}}}}},
	}
	if err := viz.WriteText(os.Stdout, t, viz.TextOptions{ASCII: true}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Ablation
	// +---------+----------------------+
	// | encoder | 128                  |
	// +---------+----------------------+
	// | CLS     | 0.99 [0.98, 1] n=192 |
	// +---------+----------------------+
}

// One value in several forms, each file written whole or not at all.
func ExampleSave() {
	dir, err := os.MkdirTemp("", "figures")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	loss := viz.Curve{Title: "Training", XLabel: "step", YLabel: "loss", Series: []viz.Series{{
		Name: "nano", Points: []viz.Point{{X: 0, Y: 3}, {X: 100, Y: 1}},
	}}}
	for _, name := range []string{"loss.png", "loss.svg", "loss.pdf", "loss.html"} {
		fmt.Println(name, viz.Save(filepath.Join(dir, name), loss))
	}
	fmt.Println(viz.Save(filepath.Join(dir, "loss.gif"), loss) != nil)
	// Output:
	// loss.png <nil>
	// loss.svg <nil>
	// loss.pdf <nil>
	// loss.html <nil>
	// true
}
