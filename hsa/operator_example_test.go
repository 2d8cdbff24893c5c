package hsa_test

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/oracle"
)

// The worked example of Eq. 1 and 2: one query between two chunks of two tokens, in every form.
func ExampleNewOperator() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		fmt.Println(err)
		return
	}
	spec := oracle.Spec{Batch: 1, Length: 1, First: 4, Chunks: 2, Chunk: 2, Heads: 1, MemoryHeads: 1, RetrievalHeads: 1,
		HeadDim: 2, RetrievalDim: 1, TopK: 2, TokensPerRetrieval: 1, Weighting: oracle.StickBreaking}
	in := oracle.Inputs{RetrievalQueries: []float64{1}, Landmarks: []float64{-.2, .3}, Q: []float64{1, 0},
		K: []float64{1, 0, 0, 1, 2, 0, -1, 0}, V: []float64{1, 2, 3, 4, 5, 6, 7, 8}}
	for _, form := range []hsa.Form{hsa.Dense, hsa.Dispatch, hsa.Gathered} {
		op, err := hsa.NewOperator(backend, spec, form)
		if err != nil {
			fmt.Println(err)
			return
		}
		result, gradients, err := op.Run(in, []float64{1, 1})
		op.Close()
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%-8s picks %d weights %.4f out %.4f d_landmarks %.4f\n", form, result.Picks, result.Weights, result.Out, gradients.Landmarks)
	}
	// Output:
	// dense    picks [1 0] weights [0.5744 0.1916] out [3.3133 4.0793] d_landmarks [0.4551 2.3182]
	// dispatch picks [1 0] weights [0.5744 0.1916] out [3.3133 4.0793] d_landmarks [0.4551 2.3182]
	// gather   picks [1 0] weights [0.5744 0.1916] out [3.3133 4.0793] d_landmarks [0.4551 2.3182]
}

func ExampleModel_TokenGradient() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		fmt.Println(err)
		return
	}
	c := hsa.Variants()["base"]
	c.Chunk = 100 // nothing is retrieved from a text as short as this, so only the windows reach back
	m, err := hsa.NewModel(backend, hsa.LivelyWeights(c, 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	tokens := make([]int32, 30)
	gradient, err := m.TokenGradient(tokens, len(tokens)-1, 5)
	if err != nil {
		fmt.Println(err)
		return
	}
	first := 0
	for first < len(gradient) && gradient[first] == 0 {
		first++
	}
	fmt.Println("two windows of", c.Window, "reach back to token", first/c.Dim)
	// Output: two windows of 8 reach back to token 13
}
