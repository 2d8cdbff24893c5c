package figures

import (
	"strings"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments/results"
)

// Chance is the accuracy of a guess in the task of a row, one over the number of possible answers; ok is false for a
// task that the lab does not define.
func Chance(r results.Row) (chance float64, ok bool) {
	if strings.HasPrefix(r.Task, "recall-text") {
		return 1 / float64(len(recall.ValueWords())), true
	}
	for _, name := range recall.Names() {
		c, err := recall.Named(name)
		if err != nil {
			continue
		}
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			t, err := recall.New(c.With(h))
			if err == nil && t.Name() == r.Task && (r.TaskHash == "" || r.TaskHash == t.Hash()) {
				return t.Chance(), true
			}
		}
	}
	return 0, false
}
