package figures

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/results"
)

// arm is a variant of the ablation: a row of its table.
type arm struct {
	encoder, residual string
	trainTopK         int
}

// reference is the full model, which the others are compared with.
var reference = arm{"cls", "bypass", 4}

func armOf(r results.Row) arm { return arm{r.Encoder, r.Residual, r.TrainTopK} }

func (a arm) String() string { return a.label() + ", " + a.group() }

// label is what stands in front of the arm's row, inside its group.
func (a arm) label() string {
	switch a.encoder {
	case "none":
		return "no encoder, " + a.residual
	case "cls":
		return "CLS, " + a.residual
	}
	return a.encoder + ", " + a.residual
}

// group is the heading over arms with the same top-K in training.
func (a arm) group() string { return topKText(a.trainTopK) + " in training" }

func topKText(k int) string {
	if k == 0 {
		return "all chunks"
	}
	return fmt.Sprintf("top %d", k)
}

// condition is what a variant is tested in: a column of the table.
type condition struct {
	length, topK int
	ratio        float64
}

func conditionOf(r results.Row) condition { return condition{r.Length, r.TopK, r.Ratio} }

func (c condition) String() string {
	if c.ratio == 0 {
		return fmt.Sprintf("%d, %s", c.length, topKText(c.topK))
	}
	return fmt.Sprintf("%g×, %s", c.ratio, topKText(c.topK))
}

// armsOf lists the arms of rows: by top-K in training (all chunks last), encoder (CLS first) and residual.
func armsOf(rows []results.Row) []arm {
	return ordered(rows, armOf, func(a, b arm) int {
		return cmp.Or(
			compareTopK(a.trainTopK, b.trainTopK),
			cmp.Compare(encoderRank(a.encoder), encoderRank(b.encoder)),
			cmp.Compare(a.encoder, b.encoder),
			cmp.Compare(a.residual, b.residual),
		)
	})
}

// conditionsOf lists the conditions of rows by length and top-K, all chunks last.
func conditionsOf(rows []results.Row) []condition {
	return ordered(rows, conditionOf, func(a, b condition) int {
		return cmp.Or(cmp.Compare(a.length, b.length), compareTopK(a.topK, b.topK), cmp.Compare(a.ratio, b.ratio))
	})
}

// ordered lists the different keys of rows, sorted.
func ordered[K comparable](rows []results.Row, key func(results.Row) K, compare func(a, b K) int) []K {
	var list []K
	seen := map[K]bool{}
	for _, r := range rows {
		if k := key(r); !seen[k] {
			seen[k] = true
			list = append(list, k)
		}
	}
	slices.SortFunc(list, compare)
	return list
}

// compareTopK orders by K, with 0 (all chunks) last.
func compareTopK(a, b int) int {
	if (a == 0) != (b == 0) {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

func encoderRank(encoder string) int {
	if i := slices.Index([]string{"cls", "mean", "none"}, encoder); i >= 0 {
		return i
	}
	return 3
}
