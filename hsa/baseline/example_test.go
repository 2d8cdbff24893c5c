package baseline_test

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// The rivals of nano: how large they are and how far they see.
func ExampleConfig() {
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		c := baseline.Config{Kind: kind, Of: hsa.Nano(64)}
		fmt.Printf("%s: %d of %d parameters, reach %d\n", c.Kind, c.NumParams(), c.Of.NumParams(), c.Reach())
	}
	// Output:
	// no-memory: 120832 of 176192 parameters, reach 32
	// full-attention: 172032 of 176192 parameters, reach -1
}

// Heads of 8 numbers, trained on 64 tokens, read at four times that.
func ExampleYaRN() {
	r := baseline.YaRN(100, 8, 64, 4)
	for j, frequency := range hsa.NewRotary(100, 8).Frequencies {
		fmt.Printf("%.4f → %.4f\n", frequency, r.Frequencies[j])
	}
	fmt.Printf("queries and keys × %.4f\n", r.Scale)
	// Output:
	// 1.0000 → 1.0000
	// 0.3162 → 0.2372
	// 0.1000 → 0.0500
	// 0.0316 → 0.0079
	// queries and keys × 1.1386
}

// A model that was trained on 128 tokens reads 512, piece by piece, with its positions stretched.
func ExampleModel_WithYaRN() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		fmt.Println(err)
		return
	}
	c := baseline.Config{Kind: baseline.FullAttention, Of: hsa.Nano(64)}
	c.Of.TrainingLength = 128
	m, err := baseline.NewModel(backend, &baseline.Weights{Config: c, Values: c.InitialValues(1)})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	stretched, err := m.WithYaRN(4)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer stretched.Close()
	s := stretched.NewStream(baseline.StreamOptions{})
	defer s.Free()
	if err := s.Append(make([]int32, 512)); err != nil {
		fmt.Println(err)
		return
	}
	logits, err := s.Tail(3)
	fmt.Println(s.Len(), "tokens read,", len(logits)/64, "rows of logits,", s.Bytes(), "bytes kept,", err)
	// Output:
	// 512 tokens read, 3 rows of logits, 262144 bytes kept, <nil>
}

// A trainer of package hsa trains a rival.
func ExampleConfig_Network() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		fmt.Println(err)
		return
	}
	c := baseline.Config{Kind: baseline.NoMemory, Of: hsa.Nano(64)}
	tr, err := hsa.NewTrainer(backend, c.Network(), hsa.TrainOptions{Optimizer: hsa.DefaultOptimizer()}, hsa.NewState(c.Network(), 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	batch := hsa.Batch{B: 1, L: 4, Q: 1, Tail: 1, Tokens: []int32{1, 40, 2, 41}, Positions: []int32{3},
		Answers: []int32{1}, Weights: []float32{1}, Gold: []int32{-1}}
	first, err := tr.Step(batch, 3e-3, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	second, err := tr.Step(batch, 3e-3, 0)
	fmt.Println("the loss falls:", second.Loss < first.Loss, err)
	// Output:
	// the loss falls: true <nil>
}
