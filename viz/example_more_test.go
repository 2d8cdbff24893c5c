package viz_test

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/viz"
)

// What a context costs.
func ExampleCost() {
	show(viz.Cost{Title: "Cost", Series: []viz.CostSeries{{Name: "nano", Points: []viz.CostPoint{
		{Length: 1024, Seconds: viz.Measure{Value: 0.02}}, {Length: 1 << 20, Seconds: viz.Measure{Value: 23}},
	}}}})
	// Output:
	// Cost
	//
	// Time
	// seconds
	//  100 |
	//      |
	//      |                                                    o
	//   10 |
	//      |
	//      |
	//    1 |
	//      |
	//      |
	//      |
	//  0.1 |
	//      |
	//      |o
	// 0.01 |
	//      +-----------------------------------------------------
	//       1K  2K   4K    8K   16K  32K  64K 128K  256K 512K  1M
	//       context length (tokens)
	// o nano
	//   1K  0.02
	//   1M  23
}

// Two kernels and what bounds them.
func ExampleRoofline() {
	show(viz.Roofline{Title: "Roofline", Peak: 100, Bandwidth: 20, Kernels: []viz.Kernel{{Name: "gather", Intensity: 0.5, Rate: 8}, {Name: "matmul", Intensity: 40, Rate: 90}}})
	// Output:
	// Roofline
	// GFLOP/s
	// 100 |                         +                      x    +
	//     |
	//     |
	//     |
	//     |
	//     |
	//  10 |+
	//     |o
	//     |
	//     |
	//     |
	//     |
	//     |
	//   1 |
	//     +------------------------------------------------------
	//      0.5     1      2       4      8      16     32      64
	//      intensity (FLOP a byte)
	// o gather
	//   0.5  8
	// x matmul
	//   40  90
	// + bound: 20 GB/s, 100 GFLOP/s
	//   0.5  10
	//     5  100
	//    64  100
}

// Whether scores rank chunks as attention does.
func ExampleScoreMass() {
	show(viz.ScoreMass{Title: "Scores", Layers: []viz.ScoredLayer{{
		Name: "layer 2", LogMass: []float64{-8, -6, -3, -1}, Score: []float64{0.1, 0.7, 0.5, 2},
	}}})
	// Output:
	// Scores
	//
	// layer 2
	// score
	//   2 |                                              o
	//     |
	//     |
	// 1.5 |
	//     |
	//     |
	//   1 |
	//     |
	//     |             o
	//     |
	// 0.5 |                                 o
	//     |
	//     |o
	//   0 |
	//     +------------------------------------------------------
	//      -8          -6            -4           -2            0
	//      log attention mass
	// o chunks: rank correlation 0.8  n=4
}

// Landmarks in the plane of two principal components.
func ExampleLandmarkMap() {
	show(viz.LandmarkMap{
		Title: "Landmarks", Landmarks: [][]float64{{0, 0, 1}, {1, 0, 1}, {4, 3, 1}, {5, 3, 1}}, Gold: []int{0}, Picked: []int{0, 1},
	})
	// Output:
	// Landmarks
	// principal component 2 (1 % of the variance)
	//  0.4 |
	//      |                                            +
	//      |
	//  0.2 | o
	//      |
	//      |
	//    0 |
	//      |
	//      |
	//      |
	// -0.2 |                                                   +
	//      |
	//      |        x
	// -0.4 |
	//      +-----------------------------------------------------
	//       -3      -2      -1        0        1       2        3
	//       principal component 1 (99 % of the variance)
	// o gold and picked  n=1
	// x picked  n=1
	// + other chunks  n=2
}

// How fast the picks of a head change.
func ExamplePickOverlap() {
	o := viz.PickOverlap{Title: "Overlap", Heads: []viz.HeadPicks{{Name: "head 0", Picks: [][]int{{1, 2}, {1, 2}, {1, 3}, {1, 4}, {5, 6}}}}}
	fmt.Println(o.Alt())
	// Output:
	// Curve “Overlap”: share of picks in common against distance between queries (tokens). head 0: 0.5 at 1, 0 at 4.
}

// What HSA adds to the residual stream.
func ExampleResidualNorms() {
	show(viz.ResidualNorms{
		Title: "Norms", Layers: []string{"3", "4"}, Lengths: []float64{128, 8192},
		Branches: []viz.Branch{{Name: "HSA", Norms: [][]viz.Measure{{{Value: 0.41}, {Value: 0.35}}, {{Value: 0.4}, {}}}}},
	})
	// Output:
	// Norms
	//
	// HSA
	// +---------------------------+------+---------+
	// | layer                     | 128  | 8K      |
	// +---------------------------+------+---------+
	// | norm / norm of the stream |      |         |
	// +---------------------------+------+---------+
	// | 3                         | 0.41 | 0.35    |
	// | 4                         | 0.4  | unknown |
	// +---------------------------+------+---------+
}

// The rank correlation of two lists, as of scores and attention masses.
func ExampleRankCorrelation() {
	fmt.Println(viz.RankCorrelation([]float64{1, 2, 3, 4}, []float64{1, 4, 9, 2}))
	// Output:
	// 0.4
}

// A table for a paper.
func ExampleTable_LaTeX() {
	t := viz.Table{
		Title: "Ablation", Corner: "encoder", Columns: []string{"128", "2K"}, Heads: []viz.Head{{Name: "decoys", Columns: 2}}, Decimals: 2,
		Test: "paired sign-flip, Holm-corrected over 2 comparisons",
		Groups: []viz.Group{{Rows: []viz.Row{
			{Label: "CLS", Cells: []viz.Cell{{Value: 0.99, Low: 0.98, High: 1, Best: true}, {Value: 0.94, Best: true}}},
			{Label: "none", Cells: []viz.Cell{{Value: 0.98, Tied: true}, {Value: math.NaN()}}},
		}}},
	}
	tex, err := t.LaTeX()
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(tex)
	// Output:
	// % needs \usepackage{booktabs}
	// \begin{table}
	// \centering
	// \caption{Ablation.}
	// \begin{tabular}{lrr}
	// \toprule
	//  & \multicolumn{2}{c}{decoys} \\
	// \cmidrule(lr){2-3}
	// encoder & 128 & 2K \\
	// \midrule
	// CLS & \textbf{0.99} {\scriptsize {[}0.98, 1.00{]}} & \textbf{0.94} \\
	// none & \underline{0.98} & -- \\
	// \bottomrule
	// \end{tabular}
	// \par\smallskip\footnotesize Bold: best of its column. Underlined: not significantly worse than the best. Test: paired sign-flip, Holm-corrected over 2 comparisons.
	// \end{table}
}

// A picture for a dark slide.
func ExampleDark() {
	loss := viz.Curve{Title: "Training", XLabel: "step", YLabel: "loss", Series: []viz.Series{{Name: "nano", Points: []viz.Point{{X: 0, Y: 3}, {X: 100, Y: 1}}}}}
	fmt.Println(viz.Dark(loss).Alt())
	// Output:
	// Curve “Training”: loss against step. nano: 3 at 0, 1 at 100.
}
