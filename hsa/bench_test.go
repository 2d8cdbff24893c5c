package hsa

import (
	"fmt"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
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

var benchLengths = []int{1 << 12, 1 << 16, 1 << 18}

// readText streams length random tokens.
func readText(b *testing.B, m *Model, length int) *Stream {
	b.Helper()
	s := m.NewStream(StreamOptions{})
	if err := s.Append(randomTokens(rand.New(rand.NewPCG(1, 2)), m.cfg.Vocab, length)); err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkPrefill reads a text into the chunk memory of a stream.
func BenchmarkPrefill(b *testing.B) {
	m := testModel(b, Nano(64))
	for _, length := range benchLengths {
		b.Run(fmt.Sprintf("%dK", length>>10), func(b *testing.B) {
			readText(b, m, min(length, 2*4096)) // compile
			b.ResetTimer()
			for b.Loop() {
				readText(b, m, length)
			}
			b.ReportMetric(float64(b.N*length)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

// BenchmarkTail runs the upper half over the last 48 tokens of a text.
func BenchmarkTail(b *testing.B) {
	m := testModel(b, Nano(64))
	for _, length := range benchLengths {
		b.Run(fmt.Sprintf("%dK", length>>10), func(b *testing.B) {
			s := readText(b, m, length)
			tail := func() {
				if _, err := s.Tail(48, TailOptions{}); err != nil {
					b.Fatal(err)
				}
			}
			tail() // compile
			b.ResetTimer()
			for b.Loop() {
				tail()
			}
		})
	}
}

// BenchmarkMatmul multiplies two matrices of 1024×1024, the size at which libraries of linear algebra are compared.
func BenchmarkMatmul(b *testing.B) {
	const n = 1024
	exec := MustNewExec(testBackend(b), func(x, y *Node) *Node { return matmul(x, y) })
	defer exec.Finalize()
	flat := make([]float32, n*n)
	for i := range flat {
		flat[i] = float32(i%7) - 3
	}
	x := tensors.FromFlatDataAndDimensions(flat, n, n)
	y := tensors.FromFlatDataAndDimensions(flat, n, n)
	exec.MustCall(x, y)
	b.ResetTimer()
	for b.Loop() {
		for _, t := range exec.MustCall(x, y) {
			t.FinalizeAll()
		}
	}
	b.ReportMetric(2*n*n*n*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}
