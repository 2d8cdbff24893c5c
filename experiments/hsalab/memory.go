package main

import (
	"fmt"
	"runtime"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
)

// forecast says how much memory a length will take, where it is more than was said before.
func forecast(c *console) func(length int, peak int64) {
	said := int64(128 << 20)
	return func(length int, peak int64) {
		if peak > said {
			said = peak
			fmt.Fprintf(c.err, "memory: about %s for %s tokens\n", size(peak), lengthText(length))
		}
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
	var peak int64
	for _, m := range models {
		cfg := m.Weights.Config
		peak = max(peak, eval.ConfigMemory(cfg, cfg.TrainingLength*ratio, cfg.TrainingLength, runtime.GOMAXPROCS(0)))
	}
	c.say("memory: about %s", size(peak+int64(len(models)-1)*modelGraphs))
}
