package main

import (
	"fmt"
	"runtime"

	"github.com/hsalab/hsalab/experiments"
)

// expected is the peak of memory for chunks of so many bytes: the program, its graphs and a segment of activations, and
// the chunks with what the collector lets the heap grow by and the scores that are kept for the ranks. Fitted to peaks of
// 230 MB (256K tokens), 294 MB (1M) and 961 MB (4M), and within 6 % of each.
func expected(chunks int64) int64 {
	if chunks < experiments.LargeChunks {
		return 170<<20 + 2*chunks
	}
	return 100<<20 + chunks*145/100
}

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
		chunks = max(chunks, cfg.ChunkMemory(cfg.TrainingLength*ratio))
	}
	c.say("memory: about %s", size(expected(chunks*int64(runtime.GOMAXPROCS(0)))+int64(len(models)-1)*modelGraphs))
}
