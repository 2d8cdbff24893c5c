package figures

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/experiments/results"
)

// A chance is the accuracy of a guess in a task over symbols.
type chance struct {
	Task   string  `json:"task"`
	Hash   string  `json:"hash"`
	Chance float64 `json:"chance"`
}

// textValues is how many words a needle in running text may hide, each as often.
const textValues = 16

// chancesFile keeps what package recall says of its tasks: whoever draws rows needs no task, and links none.
//
//go:embed chances.json
var chancesFile []byte

var chances = sync.OnceValue(func() []chance {
	var list []chance
	if err := json.Unmarshal(chancesFile, &list); err != nil {
		panic(err) // a test reads it
	}
	return list
})

// Chance is the accuracy of a guess in the task of a row, one over the number of possible answers; ok is false for a
// task that the lab does not define.
func Chance(r results.Row) (accuracy float64, ok bool) {
	if strings.HasPrefix(r.Task, "recall-text") {
		return 1.0 / textValues, true
	}
	list := chances()
	i := slices.IndexFunc(list, func(c chance) bool { return c.Task == r.Task && (r.TaskHash == "" || r.TaskHash == c.Hash) })
	if i < 0 {
		return 0, false
	}
	return list[i].Chance, true
}
