package experiments

import "github.com/hsalab/hsalab/hsa"

// EvalMemory is the peak of resident memory in bytes that an evaluation on the Go backend is forecast to take with texts of
// length tokens, so many at a time: the program with its weights, and for each text its stream
// ([hsa.Config.ForecastStream]), its tokens, and the scores that are kept for the ranks of its tail. Measured for nano: 133
// MB at 64K tokens (forecast 139), 189 at 256K (203), 319 at 1M (295), 947 at 4M (914).
func EvalMemory(c hsa.Config, length, tail, texts int) int64 {
	f := c.ForecastStream(hsa.StreamPlan{Length: length, Tail: tail})
	shared := f.Memory.Of(hsa.MemoryWeights) + f.Memory.Of(hsa.MemoryConstants)
	kept := 4 * (float64(length) + float64(tail*c.Chunks(length)*c.RetrievalHeads()*c.Groups))
	f.Memory = hsa.Amounts{
		{Part: "program", Value: shared},
		{Part: "texts", Value: float64(texts) * (f.Memory.Total() - shared + kept)},
	}
	return evalProgram + int64(f.Peak(collectorPercent(c, length)))
}

// evalProgram is what the program takes beyond the small one of [hsa.StreamForecast.Peak], fitted to the peaks above.
const evalProgram = 25 << 20

// collectorPercent is GOGC while texts of a length are read.
func collectorPercent(c hsa.Config, length int) int {
	if c.ChunkMemory(length) < largeChunks {
		return 100
	}
	return tightPercent
}
