package results_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/experiments/results"
)

// row is a small answer of one variant.
func row(variant string, seed int64, sample, query int, correct bool) results.Row {
	return results.Row{
		Variant: variant, Task: "recall", Length: 8192, Ratio: 64, GoldChunk: -1,
		Seed: seed, Sample: sample, Query: query, Correct: correct,
	}
}

func ExampleWilson() {
	fmt.Printf("20 of 20: %.4f\n", results.Wilson(20, 20, 0.95))
	fmt.Printf("48 of 48: %.4f\n", results.Wilson(48, 48, 0.95))
	// Output:
	// 20 of 20: {0.8389 1.0000}
	// 48 of 48: {0.9259 1.0000}
}

func ExampleAggregate() {
	var rows []results.Row
	for sample := range 2 {
		for query := range 24 {
			rows = append(rows, row("nano", 1, sample, query, true))
		}
	}
	cells, err := results.Aggregate(rows, results.ByVariantLength, results.Accuracy, results.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range cells {
		fmt.Printf("%s at %d: %.3f [%.3f, %.3f], %d queries in %d sequences, %d seed\n",
			c.Key.Variant, c.Key.Length, c.Mean, c.Low, c.High, c.Queries, c.Sequences, c.Seeds)
	}
	// Output:
	// nano at 8192: 1.000 [0.926, 1.000], 48 queries in 2 sequences, 1 seed
}

func ExamplePaired() {
	var cls, none []results.Row
	for seed := range int64(3) {
		for sample := range 20 {
			cls = append(cls, row("cls", seed, sample, 0, sample > int(seed)))
			none = append(none, row("none", seed, sample, 0, sample > 8))
		}
	}
	d, err := results.Paired(cls, none, results.Accuracy, results.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f [%.2f, %.2f]; p %.2f over seeds (t %.3f), %.4f over sequences\n", d.Mean, d.Low, d.High, d.PSeeds, d.PT, d.PSequences)
	fmt.Println(d.Caution())
	// Output:
	// 0.35 [0.22, 0.48]; p 0.25 over seeds (t 0.007), 0.0005 over sequences
	// 3 seeds: the sign-flip test cannot give p below 0.25, and the t-test leans on normality; 6 seeds could reach 0.031
}

func ExampleHolm() {
	fmt.Printf("%.2f\n", results.Holm([]float64{0.01, 0.04, 0.03, 0.005}))
	// Output:
	// [0.03 0.06 0.06 0.02]
}

func ExampleResume() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "eval.jsonl")
	torn := `{"variant":"nano","task":"recall","len":8192,"ratio":64,"ok":true,"gold":-1}` + "\n" + `{"variant":"nano","ta`
	if err := os.WriteFile(path, []byte(torn), 0o644); err != nil {
		log.Fatal(err)
	}

	a, have, err := results.Resume(path)
	if err != nil {
		log.Fatal(err)
	}
	if err := a.Write(row("nano", 0, 0, len(have), true)); err != nil {
		log.Fatal(err)
	}
	if err := a.Close(); err != nil {
		log.Fatal(err)
	}
	rows, err := results.Read(path)
	fmt.Println(len(have), "row kept,", len(rows), "in the file,", err)
	// Output:
	// 1 row kept, 2 in the file, <nil>
}
