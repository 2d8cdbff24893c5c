package hsa

import (
	"math/rand/v2"
	"testing"
)

// recallBatch has the shape of the nano recipe's batches: 1024 tokens, 3/8 of each text questions, one at every
// second token of them.
func recallBatch(c Config, batch, length int) Batch {
	tail := length * 3 / 8
	q := tail / 2
	b := Batch{B: batch, L: length, Q: q, Tail: tail,
		Tokens: randomTokens(rand.New(rand.NewPCG(1, 2)), c.Vocab, batch*length)}
	for range batch {
		for i := range q {
			b.Positions = append(b.Positions, int32(length-tail+2*i))
			b.Answers = append(b.Answers, int32(i%c.Vocab))
			b.Weights = append(b.Weights, 1)
			b.Gold = append(b.Gold, int32(i%c.Chunks(length-tail)))
		}
	}
	return b
}

func BenchmarkTrainStep(b *testing.B) {
	for _, form := range []Form{Dense, Dispatch} {
		b.Run(string(form), func(b *testing.B) {
			c := Nano(64)
			tr, err := NewTrainer(testBackend(b), c, TrainOptions{Optimizer: DefaultOptimizer(), Form: form}, NewState(c, 1))
			if err != nil {
				b.Fatal(err)
			}
			batch := recallBatch(c, 8, 128)
			if _, err := tr.Step(batch, 1e-3, 0); err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			for b.Loop() {
				if _, err := tr.Step(batch, 1e-3, 0); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*batch.B*batch.L)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
