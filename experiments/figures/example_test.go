package figures_test

import (
	"fmt"
	"os"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// rows of a model that answered 30 of 32 questions at each of two lengths.
func rows() []results.Row {
	var list []results.Row
	for _, length := range []int{128, 1024} {
		for i := range 32 {
			list = append(list, results.Row{
				Variant: "nano", Task: "recall-plain-noise", Haystack: "noise", Length: length, Ratio: float64(length) / 128, Sample: i,
				Correct: i >= 2, Hit: true, Rank: 1, TopK: 4, TrainTopK: 4, Encoder: "cls", Residual: "bypass", Command: "hsalab eval nano",
			})
		}
	}
	return list
}

func ExampleExtrapolationCurve() {
	curve, err := figures.ExtrapolationCurve(rows(), figures.CurveOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(curve.Alt())
	p := curve.Series[0].Points[1]
	fmt.Printf("%.3f [%.3f, %.3f]\n", p.Y, p.Low, p.High)
	// Output:
	// Curve “Accuracy past the training length”: accuracy against context length (tokens). nano, noise: 0.9375 at 128, 0.9375 at 1K. Trained at 128.
	// 0.938 [0.799, 1.000]
}

func ExampleRecallCurve() {
	curve, err := figures.RecallCurve(rows(), figures.CurveOptions{Title: "Found"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(curve.Title, curve.Series[0].Points[0].Y)
	// Output: Found 1
}

func ExampleAblationTable() {
	table, err := figures.AblationTable(rows(), []int{1024}, figures.TableOptions{Title: "One variant"})
	if err != nil {
		fmt.Println(err)
		return
	}
	table.Caption, table.Footnotes, table.Provenance = "", nil, viz.Provenance{}
	if err := viz.WriteText(os.Stdout, table, viz.TextOptions{ASCII: true}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// One variant
	// +-------------------+--------------------+
	// | encoder, residual | 8x, top 4          |
	// +-------------------+--------------------+
	// | top 4 in training |                    |
	// +-------------------+--------------------+
	// | CLS, bypass       | 0.94* [0.80, 1.00] |
	// +-------------------+--------------------+
	// * best of its column
}

func ExampleSave() {
	dir, err := os.MkdirTemp("", "figures")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	curve, err := figures.ExtrapolationCurve(rows(), figures.CurveOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	written, err := figures.Save(dir, []figures.Named{{Name: "accuracy", Figure: curve}}, figures.Pictures)
	fmt.Println(len(written), err)
	// Output: 2 <nil>
}
