package claims

import (
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

// encoders plants the three encoders with their accuracy at 1, 16 and 64 times the training length.
func encoders(seeds int, cls, mean, none [3]float64) []results.Row {
	var rows []results.Row
	for encoder, a := range map[string][3]float64{"cls": cls, "mean": mean, "none": none} {
		rows = append(rows, plantSeeds(seeds, accuracies{1: a[0], 16: a[1], 64: a[2]}, func(r *results.Row) {
			r.Variant, r.Encoder = encoder+"/bypass", encoder
		})...)
	}
	return rows
}

func TestAdvantageGrows(t *testing.T) {
	judge(t, "C1", 0, encoders(5, [3]float64{0.99, 0.95, 0.9}, [3]float64{0.98, 0.9, 0.7}, [3]float64{0.97, 0.7, 0.4})).
		want(t, Reproduced, "CLS − none, accuracy grows with length")
	judge(t, "C1", 0, encoders(5, [3]float64{0.99, 0.95, 0.9}, [3]float64{0.99, 0.95, 0.9}, [3]float64{0.97, 0.7, 0.4})).
		want(t, NotReproduced, "CLS − mean, accuracy") // the mean is as good as CLS
	judge(t, "C1", 0, encoders(5, [3]float64{0.9, 0.9, 0.9}, [3]float64{0.7, 0.7, 0.7}, [3]float64{0.4, 0.4, 0.4})).
		want(t, NotReproduced, "not shown to grow")
	judge(t, "C1", 0, encoders(5, [3]float64{0.99, 0.95, 0.95}, [3]float64{0.85, 0.7, 0.6}, [3]float64{0.7, 0.3, 0.2})).
		want(t, NotReproduced, "at the training length already")
}

func TestAdvantageNotTestable(t *testing.T) {
	good, fair, poor := [3]float64{0.99, 0.95, 0.9}, [3]float64{0.98, 0.9, 0.7}, [3]float64{0.97, 0.7, 0.4}
	judge(t, "C1", 0).want(t, NotTestable, "no rows")
	judge(t, "C1", 0, encoders(2, good, fair, poor)).want(t, NotTestable, "2 seeds, want 3")
	guess := [3]float64{1. / 32, 1. / 32, 1. / 32}
	judge(t, "C1", 0, encoders(5, guess, guess, guess)).want(t, NotTestable, "has learned the task")
	judge(t, "C1", 0, encoders(5, [3]float64{0.99, 0.03, 0.03}, [3]float64{0.99, 0.03, 0.03}, [3]float64{0.99, 0.03, 0.03})).
		want(t, NotTestable, "neither answers above chance")
	short := named("tokens=1", accuracies{1: 0.9, 4: 0.9})
	judge(t, "C5", 0, short, named("tokens=4", accuracies{1: 0.9, 4: 0.5}), named("tokens=8", accuracies{1: 0.9, 4: 0.5})).
		want(t, NotTestable, "tested up to 4×")
	judge(t, "C5", 0, named("tokens=1", accuracies{1: 0.9, 16: 0.9})).want(t, NotTestable, "no rows of one of the two")
}

// TestAdvantageFloor: where all have fallen to a guess, the order is judged at the longest length where one has not.
func TestAdvantageFloor(t *testing.T) {
	v := judge(t, "C5", 0, named("tokens=1", accuracies{1: 0.99, 16: 0.9, 64: 0.03}),
		named("tokens=4", accuracies{1: 0.99, 16: 0.5, 64: 0.03}), named("tokens=8", accuracies{1: 0.99, 16: 0.3, 64: 0.03}))
	v.want(t, Reproduced, "1 − 8 tokens, accuracy holds far out")
	if at := v.Evidence[1].Ratio; at != 16 {
		t.Errorf("judged at %g×, want 16×", at)
	}
	judge(t, "C5", 0, named("tokens=1", accuracies{1: 0.99, 16: 0.5}), named("tokens=4", accuracies{1: 0.99, 16: 0.5}), named("tokens=8", accuracies{1: 0.99, 16: 0.3})).
		want(t, NotReproduced, "1 − 4 tokens, accuracy")
}

func TestAdvantageResidual(t *testing.T) {
	residual := func(name string, far float64) []results.Row {
		return plant(accuracies{1: 0.98, 64: far}, func(r *results.Row) { r.Variant, r.Residual = "cls/"+name, name })
	}
	judge(t, "C2", 0, residual("bypass", 0.9), residual("standard", 0.6)).want(t, Reproduced, "grows with length")
	judge(t, "C2", 0, residual("bypass", 0.8), residual("standard", 0.8)).want(t, NotReproduced, "")
	judge(t, "C2", 0, residual("bypass", 0.6), residual("standard", 0.9)).want(t, NotReproduced, "stays below 0.05")
	judge(t, "C2", 0, residual("bypass", 0.8)).want(t, NotTestable, "no rows of one")
}

// TestAdvantageOfSmall: the same claims of the model at the paper's geometry.
func TestAdvantageOfSmall(t *testing.T) {
	cell := func(encoder, residual string, far float64) []results.Row {
		return plant(accuracies{1: 0.98, 64: far}, func(r *results.Row) {
			r.Variant, r.Task, r.Haystack, r.Encoder, r.Residual = "small-"+encoder+"-"+residual, "S-N", "text", encoder, residual
		})
	}
	cls, none := cell("cls", "standard", 0.9), cell("none", "standard", 0.4)
	judge(t, "C1", 1, cls, cell("mean", "standard", 0.7), none).want(t, Reproduced, "mean − none, accuracy grows with length")
	judge(t, "C1", 1, cls, cell("mean", "standard", 0.9), none).want(t, NotReproduced, "CLS − mean, accuracy")
	judge(t, "C1", 1, cls, none).want(t, NotTestable, "no rows of one")

	standard := append(cell("mean", "standard", 0.6), cell("none", "standard", 0.5)...)
	judge(t, "C2", 1, standard, cell("mean", "bypass", 0.9), cell("none", "bypass", 0.8)).want(t, Reproduced, "no encoder, accuracy grows with length")
	judge(t, "C2", 1, standard, cell("mean", "bypass", 0.6), cell("none", "bypass", 0.8)).want(t, NotReproduced, "mean encoder, accuracy")
	judge(t, "C2", 1, standard).want(t, NotTestable, "no rows of one")
}

func TestAdvantageTopK(t *testing.T) {
	model := func(train, test int, far float64) []results.Row {
		return plant(accuracies{1: 0.98, 64: far}, func(r *results.Row) { r.Variant, r.TrainTopK, r.TopK = "k="+topK(train), train, test })
	}
	sparse, dense := model(4, 4, 0.9), model(0, 4, 0.5)
	judge(t, "C3", 0, sparse, dense, model(0, 0, 0.3)).want(t, Reproduced, "each as trained, accuracy holds")
	judge(t, "C3", 0, sparse, model(0, 4, 0.97), model(0, 0, 0.3)).want(t, NotReproduced, "both tested with 4, accuracy stays below")
	judge(t, "C3", 1, model(2, 4, 0.9), model(2, 2, 0.9), dense, model(0, 0, 0.3)).want(t, Reproduced, "K 2 − all")
	judge(t, "C3", 1, model(2, 4, 0.5), model(2, 2, 0.5), dense, model(0, 0, 0.3)).want(t, NotReproduced, "K 2 − all, both tested with 4")
	judge(t, "C3", 1, sparse, dense, model(0, 0, 0.3)).want(t, NotTestable, "no rows of one of the two")
}

func TestAdvantageMetrics(t *testing.T) {
	model := func(encoder, residual string, far, recall float64) []results.Row {
		rows := plant(accuracies{1: 0.98, 16: far}, func(r *results.Row) { r.Variant, r.Encoder, r.Residual = encoder+"/"+residual, encoder, residual })
		for i := range rows {
			lot := rows[i]
			lot.Variant += "/hit"
			if rows[i].Ratio > 1 && draw(lot) >= recall {
				rows[i].Hit, rows[i].Rank, rows[i].Correct = false, 9, false
			}
		}
		return rows
	}
	standard, mean, none := model("cls", "standard", 0.6, 0.9), model("mean", "bypass", 0.9, 0.6), model("none", "bypass", 0.9, 0.5)
	judge(t, "C12", 0, model("cls", "bypass", 0.95, 0.95), standard, mean, none).want(t, Reproduced, "bypass − standard, integration holds far out")
	judge(t, "C12", 0, model("cls", "bypass", 0.95, 0.5), standard, mean, none).want(t, NotReproduced, "CLS − none")
	judge(t, "C12", 0, model("cls", "bypass", 0.6, 0.95), standard, mean, none).want(t, NotReproduced, "bypass − standard")
	judge(t, "C12", 0, standard, mean, none).want(t, NotTestable, "no rows of one of the two")

	landmark := func(name string, recall float64) []results.Row {
		rows := named(name, accuracies{1: 0.98, 16: 0.8})
		for i := range rows {
			if lot := rows[i]; lot.Ratio > 1 && draw(lot) >= recall {
				rows[i].Hit, rows[i].Rank = false, 9
			}
		}
		return rows
	}
	judge(t, "C15", 0, landmark("entropy-16", 0.9), landmark("learned-16", 0.7)).want(t, Reproduced, "holds far out")
	judge(t, "C15", 0, landmark("entropy-16", 0.7), landmark("learned-16", 0.9)).want(t, NotReproduced, "stays below 0.02")
	judge(t, "C15", 0, landmark("entropy-16", 0.9)).want(t, NotTestable, "no rows of one")

	inNoise := func(variant string, far float64) []results.Row {
		return plant(accuracies{1: 0.98, 16: far}, func(r *results.Row) { r.Variant, r.Haystack = variant, "noise" })
	}
	judge(t, "C14", 0, inNoise("mamba2-hsa", 0.9), inNoise("mamba2", 0.1)).want(t, Reproduced, "holds far out")
	judge(t, "C14", 0, inNoise("mamba2-hsa", 0.5), inNoise("mamba2", 0.5)).want(t, NotReproduced, "")
	judge(t, "C14", 0, inNoise("mamba2-hsa", 0.5)).want(t, NotTestable, "no rows of one")
}
