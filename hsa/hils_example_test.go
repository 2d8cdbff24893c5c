package hsa_test

import (
	"fmt"
	"log"
	"slices"

	"github.com/hsalab/hsalab/hsa"
)

// One query head reads a text of three chunks of two tokens; the second token of each chunk is its landmark token. The
// last token picks one of the two chunks before its window.
func ExampleHiLSOperator_Run() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		log.Fatal(err)
	}
	spec := hsa.HiLSSpec{Batch: 1, Length: 6, Heads: 1, KVHeads: 1, HeadDim: 2, Chunk: 2, Window: 2, TopK: 1}
	op, err := hsa.NewHiLSOperator(backend, spec)
	if err != nil {
		log.Fatal(err)
	}
	defer op.Close()
	ask := slices.Repeat([]float64{2, 0}, 6)
	out, _, err := op.Run(hsa.HiLSInputs{
		RetrievalQueries: ask, Q: ask,
		K: []float64{3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0}, V: []float64{7, 7, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0},
		WindowOut: make([]float64, 12), WindowLSE: make([]float64, 6),
	}, make([]float64, 12))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("chunks it sees:", spec.Visible(5), "picks:", out.Picks[5])
	fmt.Printf("weight of the chunk %.3f, of the window %.3f; output %.2f\n", out.Weights[10], out.Weights[11], out.Out[10:])
	// Output:
	// chunks it sees: 2 picks: 0
	// weight of the chunk 0.986, of the window 0.014; output [6.90 6.90]
}
