package main

import (
	"fmt"
	"runtime"

	"github.com/hsalab/hsalab/experiments"
)

// workingSet is what an evaluation takes beside the chunks: the program, its graphs and one segment of activations.
// With twice the chunks, since the collector lets the heap double, this was within 3 % of the peak at 256K, 1M and 4M
// tokens (238, 454 and 1330 MB).
const workingSet = 170 << 20

// expected is the peak of memory for chunks of so many bytes.
func expected(chunks int64) int64 { return workingSet + 2*chunks }

// forecast says how much memory a length will take, where it is more than was said before.
func forecast(c *console) func(length int, chunks int64) {
	var said int64
	return func(length int, chunks int64) {
		if chunks < 32<<20 || chunks <= said {
			return
		}
		said = chunks
		fmt.Fprintf(c.err, "memory: about %s for %d tokens, %s of it chunks\n", size(expected(chunks)), length, size(chunks))
	}
}

// sayPeak says what was taken at most.
func sayPeak(c *console) {
	if _, peak := experiments.Memory(); peak > 0 {
		c.say("memory: %s at the peak", size(peak))
	}
}

// modelGraphs is what each further model adds, with its graphs.
const modelGraphs = 30 << 20

// sayExpected says what models will take, one after the other, on texts up to a multiple of their training lengths.
func sayExpected(c *console, models []*experiments.Trained, ratio int) {
	var chunks int64
	for _, m := range models {
		cfg := m.Weights.Config
		chunks = max(chunks, cfg.Forecast(cfg.TrainingLength*ratio))
	}
	c.say("memory: about %s", size(expected(chunks*int64(runtime.GOMAXPROCS(0)))+int64(len(models)-1)*modelGraphs))
}
