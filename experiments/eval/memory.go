package eval

import (
	"fmt"
	"runtime"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

// ConfigMemory is the peak of resident memory in bytes that an evaluation of a model on the Go backend is forecast to take
// with texts of length tokens, so many at a time: the program with its weights, and for each text its stream
// ([hsa.Config.ForecastStream]), its tokens, and the scores that are kept for the ranks of its tail. Measured for nano: 133
// MB at 64K tokens (forecast 139), 189 at 256K (203), 319 at 1M (295), 947 at 4M (914).
func ConfigMemory(c hsa.Config, length, tail, texts int) int64 {
	f := c.ForecastStream(hsa.StreamPlan{Length: length, Tail: tail})
	shared := f.Memory.Of(hsa.MemoryWeights) + f.Memory.Of(hsa.MemoryConstants)
	kept := 4 * (float64(length) + float64(tail*c.Chunks(length)*c.RetrievalHeads()*c.Groups))
	f.Memory = hsa.Amounts{
		{Part: "program", Value: shared},
		{Part: "texts", Value: float64(texts) * (f.Memory.Total() - shared + kept)},
	}
	return programBytes + int64(f.Peak(collectorPercent(c.ChunkMemory(length))))
}

// programBytes is what the program takes beyond the small one of [hsa.StreamForecast.Peak], fitted to the peaks above.
const programBytes = 25 << 20

// collectorPercent is GOGC while texts with so many bytes of chunks are read.
func collectorPercent(chunks int64) int {
	if chunks < largeChunks {
		return 100
	}
	return tightPercent
}

// Memory is the forecast of [ConfigMemory] for a model, or for a rival ([hsa/baseline]).
func Memory(t *experiments.Trained, length, tail, texts int) int64 {
	if t.Rival == nil {
		return ConfigMemory(t.Config(), length, tail, texts)
	}
	return rivalMemory(t.Rival.Config, length, tail, texts)
}

// textMemory is the bytes that grow with one text.
func textMemory(t *experiments.Trained, length int) int64 {
	if t.Rival == nil {
		return t.Config().ChunkMemory(length)
	}
	return rivalCarry(t.Rival.Config, length)
}

// MemoryError says that an evaluation does not fit into memory.
type MemoryError struct {
	Length     int   // tokens of the texts that do not fit
	Need, Free int64 // bytes
	Workers    int   // texts at a time
	Longest    int   // tokens of the longest texts that fit, one at a time; 0 if none does
}

// Error gives the figures and says what to do.
func (e *MemoryError) Error() string {
	text := fmt.Sprintf("eval: texts of %d tokens take about %s of memory, %d at a time, and %s is free", e.Length, inBytes(e.Need), e.Workers, inBytes(e.Free))
	switch {
	case e.Workers > 1:
		text += ": give --workers 1"
	case e.Longest > 0:
		text += fmt.Sprintf(": give lengths of up to %d tokens, or a machine with more memory", e.Longest)
	default:
		text += ": free some, or take a machine with more"
	}
	return text + " (--force starts all the same)"
}

// inBytes shows a number of bytes.
func inBytes(n int64) string {
	if n >= 1<<30 {
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%.0f MB", float64(n)/(1<<20))
}

// fit decides how many texts of each length are read at a time, tells the forecast, and errs if it does not fit.
func (e *evaluation) fit() error {
	free := e.opt.Free
	if free == 0 {
		free = experiments.FreeMemory()
	}
	for _, length := range e.opt.Lengths {
		texts := e.texts(length)
		need := func(n int) int64 { return Memory(e.trained, length, e.tail(), n) }
		for free > 0 && e.opt.Workers == 0 && texts > 1 && need(texts) > free {
			texts--
		}
		e.workers[length] = texts
		if e.opt.Forecast != nil {
			e.opt.Forecast(length, need(texts))
		}
		if free > 0 && need(texts) > free && !e.opt.Force {
			return &MemoryError{Length: length, Need: need(texts), Free: free, Workers: texts, Longest: e.longest(length, free)}
		}
	}
	return nil
}

// texts is how many texts of a length are read at a time where memory is no concern.
func (e *evaluation) texts(length int) int {
	n := e.opt.Workers
	switch {
	case n > 0:
	case length >= 1<<18:
		n = 1
	default:
		n = runtime.GOMAXPROCS(0)
	}
	return max(1, min(n, len(e.jobs(length))))
}

// tail is the most tokens at the end of a text whose outcome is wanted, as far as is known before.
func (e *evaluation) tail() int {
	most := 1
	for _, t := range e.tasks {
		if a, ok := t.asker.(recallAsker); ok {
			most = max(most, a.tail)
		}
	}
	return most
}

// longest is the length below one that does not fit at which one text at a time does, by halves.
func (e *evaluation) longest(length int, free int64) int {
	for length /= 2; length > 0; length /= 2 {
		if Memory(e.trained, length, min(length, e.tail()), 1) <= free {
			return length
		}
	}
	return 0
}
