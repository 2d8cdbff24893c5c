package hsa_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// A preset is a config; every field is a switch, and Validate reports contradictions.
func ExampleConfig() {
	c := hsa.Nano(64)
	fmt.Println("parameters:", c.NumParams())
	fmt.Println("chunks token 127 sees:", c.Visible(127))
	c.Residual = hsa.Standard
	fmt.Println("standard residual:", c.Validate())
	c.RankDecay, c.Weighting = true, hsa.WeightStickBreaking
	fmt.Println(c.Validate())
	// Output:
	// parameters: 176192
	// chunks token 127 sees: 15
	// standard residual: <nil>
	// config: rank_decay true with weighting "stick-breaking": rank_decay needs weighting "softmax"
}

func ExampleDecodeConfig() {
	_, err := hsa.DecodeConfig(strings.NewReader(`{"dim": 64, "residuals": "bypass"}`))
	fmt.Println(err)
	// Output: config: unknown key "residuals"; the nearest valid key is "residual"
}

func ExampleConfig_ChunkMemory() {
	fmt.Printf("%d MB for a million tokens\n", hsa.Nano(64).ChunkMemory(1<<20)>>20)
	// Output: 144 MB for a million tokens
}

// A model reads a text of any length through a stream, in bounded pieces; Tail then answers at its end and says what
// it retrieved.
func ExampleNewModel() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		log.Fatal(err)
	}
	c := hsa.Nano(64)
	m, err := hsa.NewModel(backend, &hsa.Weights{Config: c, Values: c.InitialValues(1)})
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	s := m.NewStream(hsa.StreamOptions{Segment: 512})
	for range 10 {
		if err := s.Append(make([]int32, 200)); err != nil {
			log.Fatal(err)
		}
	}
	tail, err := s.Tail(1, hsa.TailOptions{AllScores: true})
	if err != nil {
		log.Fatal(err)
	}
	group := tail.Groups[0]
	fmt.Println("tokens:", s.Len(), "chunks:", s.Chunks())
	fmt.Println("scored:", len(group.AllScores[0]), "picked:", len(group.Picks[0]), "logits:", len(tail.Logits))
	// Output:
	// tokens: 2000 chunks: 250
	// scored: 249 picked: 4 logits: 64
}

// A trainer takes steps on batches; its state goes into a file and on in another trainer.
func ExampleTrainer() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		log.Fatal(err)
	}
	c := hsa.Nano(16)
	tr, err := hsa.NewTrainer(backend, c, hsa.TrainOptions{Optimizer: hsa.DefaultOptimizer()}, hsa.NewState(c, 1))
	if err != nil {
		log.Fatal(err)
	}
	batch := hsa.Batch{
		B: 1, L: 32, Q: 1, Tail: 8, Tokens: make([]int32, 32),
		Positions: []int32{31}, Answers: []int32{5}, Weights: []float32{1}, Gold: []int32{0},
	}
	for step := range 20 {
		m, err := tr.Step(batch, 3e-3, 0)
		if err != nil {
			log.Fatal(err)
		}
		if step == 19 {
			fmt.Println("learned:", m.Accuracy == 1)
		}
	}
	state, err := tr.State()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("steps:", state.Step)
	// Output:
	// learned: true
	// steps: 20
}

func ExampleWeights_Save() {
	dir, err := os.MkdirTemp("", "weights")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	c := hsa.Nano(64)
	w := &hsa.Weights{Config: c, Values: c.InitialValues(1), Metadata: map[string]string{"seed": "1"}}
	if err := w.Save(dir); err != nil {
		log.Fatal(err)
	}
	back, err := hsa.LoadWeights(os.DirFS(dir))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(back.Config == c, len(back.Values) == len(w.Values), back.Metadata["seed"])
	// Output: true true 1
}
