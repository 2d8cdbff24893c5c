// Package study holds the experiments as data. A study is a short TOML file: which recipe it starts from, what is fixed,
// its axes (keys of the recipe and their values), how many seeds, and how the models are tested.
//
//	name = "window"
//	title = "Accuracy by window"
//	source = "section 3.3"
//	claims = ["C10"]
//	base = "conjunctive"
//	seeds = 3
//	figure = "table"
//
//	[[axis]]
//	name = "window"
//	key = "model.window"
//	values = [8, 16, 32]
//
//	[[eval]]
//	tasks = ["noise", "decoys"]
//	ratios = [1, 4, 16, 64]
//
// The studies of the repository are part of the program ([Names], [Find]); [Load] reads one of your own. [Study.Runs] is
// the grid: a run for every combination of values and every seed, each with its recipe. Package sweep carries them out.
package study
