package experiments

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/hsa"
)

// MakeBatch joins samples of equal length and tail into a batch for a model with the given chunk size. Samples with
// fewer questions than the longest are padded with questions of weight 0. With sameKey the batch also says which
// chunks of the whole batch hold the key of each question, for the batch-wide label.
func MakeBatch(samples []data.Sample, chunk int, sameKey bool) (hsa.Batch, error) {
	if len(samples) == 0 {
		return hsa.Batch{}, fmt.Errorf("batch: no samples")
	}
	b := hsa.Batch{B: len(samples), L: len(samples[0].Tokens), Tail: samples[0].Tail}
	for _, s := range samples {
		if len(s.Tokens) != b.L || s.Tail != b.Tail {
			return b, fmt.Errorf("batch: samples of %d and %d tokens, tails of %d and %d", b.L, len(s.Tokens), b.Tail, s.Tail)
		}
		b.Q = max(b.Q, len(s.Queries))
	}
	if b.Q == 0 {
		return b, fmt.Errorf("batch: no questions in a tail of %d tokens", b.Tail)
	}
	for _, s := range samples {
		b.Tokens = append(b.Tokens, s.Tokens...)
		for i := range b.Q {
			appendQuestion(&b, s, i, chunk)
		}
	}
	if sameKey {
		b.SameKey = sameKeyMarks(samples, b, chunk)
	}
	return b, nil
}

// goldChunk is the chunk of a size that holds a query's value, -1 without evidence. The task's own chunks may be of
// another size, where a curriculum changes it.
func goldChunk(q data.Query, chunk int) int32 {
	if q.Value < 0 {
		return -1
	}
	return int32(q.Value / chunk)
}

func appendQuestion(b *hsa.Batch, s data.Sample, i, chunk int) {
	weight, gold := float32(1), int32(0)
	if i < len(s.Queries) {
		gold = goldChunk(s.Queries[i], chunk)
	} else {
		i, weight, gold = len(s.Queries)-1, 0, -1
	}
	q := s.Queries[i]
	b.Positions = append(b.Positions, int32(q.Position))
	b.Answers = append(b.Answers, q.Answer)
	b.Weights = append(b.Weights, weight)
	b.Gold = append(b.Gold, gold)
}

// sameKeyMarks is [B Q B·C]: 1 for a chunk that must not compete with the gold chunk of a question, because it holds
// the same key, or belongs to the tail of its text, where questions repeat keys.
func sameKeyMarks(samples []data.Sample, b hsa.Batch, chunk int) []float32 {
	chunks := b.L / chunk
	context := (b.L - b.Tail) / chunk
	columns := b.B * chunks
	holds := make(map[int32][]int) // chunks of the batch that hold a key
	for n, s := range samples {
		for c, keys := range data.ChunkKeys(s, chunk) {
			for _, key := range keys {
				holds[key] = append(holds[key], n*chunks+c)
			}
		}
	}
	marks := make([]float32, b.B*b.Q*columns)
	for n, s := range samples {
		for i := range b.Q {
			row := marks[(n*b.Q+i)*columns:][:columns]
			for m := range b.B {
				for c := context; c < chunks; c++ {
					row[m*chunks+c] = 1
				}
			}
			if i >= len(s.Queries) {
				continue
			}
			q := s.Queries[i]
			for _, c := range holds[int32(q.Key)] {
				if c < columns {
					row[c] = 1
				}
			}
			if gold := int(goldChunk(q, chunk)); gold >= 0 && gold < chunks {
				row[n*chunks+gold] = 0
			}
		}
	}
	return marks
}
