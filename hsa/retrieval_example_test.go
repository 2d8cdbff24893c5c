package hsa_test

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
)

// Sparsity in training and after it are two switches.
func ExampleConfig_TestTopK() {
	c := hsa.Nano(64)
	fmt.Println("as in training:", c.TestTopK())
	c.InferenceTopK = 16
	fmt.Println("its own:", c.TestTopK())
	c.InferenceTopK, c.TopK = 0, 0
	fmt.Println("every visible chunk:", c.TestTopK() == hsa.AllChunks)
	// Output:
	// as in training: 4
	// its own: 16
	// every visible chunk: true
}

// What one chunk keeps to be scored by, and what one landmark of it is.
func ExampleConfig_LandmarkSize() {
	c := hsa.Nano(64)
	fmt.Println("one landmark:", c.LandmarkSize(), "of", c.LandmarkHead())
	c.CLSTokens = 3
	fmt.Println("three, of which the best counts:", c.LandmarkSize(), "of", c.LandmarkHead())
	c.CLSTokens, c.EntropyBias, c.RetrievalDim = 1, true, c.MemoryKVHeads*c.HeadDim()
	fmt.Println("a pooled key with its bias:", c.LandmarkSize(), "of", c.LandmarkHead())
	// Output:
	// one landmark: 32 of 32
	// three, of which the best counts: 96 of 32
	// a pooled key with its bias: 17 of 17
}
