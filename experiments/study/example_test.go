package study_test

import (
	"fmt"

	"github.com/hsalab/hsalab/experiments/study"
)

// A study is a grid: every combination of values with every seed.
func ExampleStudy_Runs() {
	s, err := study.Find("encoder-residual")
	if err != nil {
		fmt.Println(err)
		return
	}
	runs, err := s.Runs(0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s (%s): %d runs, the first %s\n", s.Title, s.Source, len(runs), runs[0].Name())
	for _, v := range s.Variants() {
		fmt.Println(v.Name)
	}
	// Output:
	// Chunk encoder and residual path (sections 3.4.1 and 3.4.2): 30 runs, the first none-standard-seed0
	// none/standard
	// none/bypass
	// mean/standard
	// mean/bypass
	// cls/standard
	// cls/bypass
}

// A switch that does not exist is refused, with the nearest that does.
func ExampleDecode() {
	_, err := study.Decode([]byte(`
name = "mine"
title = "Of my own"
source = "an idea"
base = "conjunctive"
seeds = 3
figure = "table"
[[axis]]
name = "window"
key = "model.windw"
values = [8, 16]
[[eval]]
tasks = ["decoys"]
ratios = [1, 16]
`))
	fmt.Println(err)
	// Output: window=8: unknown key "model.windw": the nearest is "model.window"
}
