package eval_test

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
)

// ExampleRun asks a shipped model for the values of keys among noise, at four times its training length, and scores it by
// both rules beside two controls that do not read the text.
func ExampleRun() {
	nano, err := experiments.Open("nano")
	if err != nil {
		panic(err)
	}
	var rows []results.Row
	err = eval.Run(context.Background(), nano, eval.Options{
		Tasks: []string{"noise"}, Lengths: []int{512}, Samples: 2, Rule: results.Both, Controls: true,
		Write: func(r ...results.Row) error { rows = append(rows, r...); return nil },
	})
	if err != nil {
		panic(err)
	}
	cells, err := results.Aggregate(rows, func(r results.Row) string { return r.Variant }, results.Accuracy, results.Options{})
	if err != nil {
		panic(err)
	}
	for _, c := range cells {
		fmt.Printf("%-11s  %d questions, at least half right: %t\n", c.Key, c.Queries, c.Mean >= 0.5)
	}
	// Output:
	// nano         48 questions, at least half right: true
	// label-prior  48 questions, at least half right: false
	// recency      48 questions, at least half right: false
}

// ExampleDiagnose looks inside the HSA layer of a shipped model.
func ExampleDiagnose() {
	nano, err := experiments.Open("nano")
	if err != nil {
		panic(err)
	}
	lines, err := eval.Diagnose(context.Background(), nano, eval.DiagnoseOptions{Lengths: []int{128, 512}, Samples: 2})
	if err != nil {
		panic(err)
	}
	for _, d := range lines {
		fmt.Printf("%d tokens, layer %d: what is retrieved is used in %.0f %% of %d questions\n", d.Length, d.Layer+1, 100*d.Integration, d.Retrieved)
	}
	// Output:
	// 128 tokens, layer 1: what is retrieved is used in 100 % of 48 questions
	// 512 tokens, layer 1: what is retrieved is used in 100 % of 48 questions
}
