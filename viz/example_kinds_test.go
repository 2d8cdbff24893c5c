package viz_test

import (
	"fmt"
	"math"
	"os"

	"github.com/hsalab/hsalab/viz"
)

// show writes a figure as text of 60 ASCII columns.
func show(fig viz.Figure) {
	if err := viz.WriteText(os.Stdout, fig, viz.TextOptions{ASCII: true, Width: 60}); err != nil {
		fmt.Println(err)
	}
}

// Accuracy by depth and length; two cells were not measured.
func ExampleNeedleMap() {
	share := func(v float64, n int) viz.Measure { return viz.Measure{Value: v, N: n} }
	show(viz.NeedleMap{
		Title: "Needle", Depths: []float64{0, 0.5, 1}, Lengths: []float64{128, 8192}, TrainingLength: 128,
		Accuracy: [][]viz.Measure{{share(1, 64), share(0.97, 32)}, {share(1, 64), {}}, {share(0.98, 64), {}}},
	})
	// Output:
	// Needle
	// +----------+-----------+-----------+
	// | depth    | 128       | 8K        |
	// +----------+-----------+-----------+
	// | accuracy |           |           |
	// +----------+-----------+-----------+
	// | 0 %      | 1 n=64    | 0.97 n=32 |
	// | 50 %     | 1 n=64    | unknown   |
	// | 100 %    | 0.98 n=64 | unknown   |
	// +----------+-----------+-----------+
	// Depth 0 % is the start of the haystack. Trained up to 128.
}

// A model trained with 4 chunks, tested with more.
func ExampleMismatch() {
	show(viz.Mismatch{
		Title: "Sparsity", ValueLabel: "accuracy", Train: []int{4, 0}, Test: []int{4, 8, 0},
		Values: [][]viz.Measure{{{Value: 0.96}, {Value: 0.9}, {Value: 0.71}}, {{Value: 0.93}, {Value: 0.93}, {Value: 0.94}}},
	})
	// Output:
	// Sparsity
	// +-------------------+------+------+------+
	// | top-K in training | 4    | 8    | all  |
	// +-------------------+------+------+------+
	// | accuracy          |      |      |      |
	// +-------------------+------+------+------+
	// | 4                 | 0.96 | 0.9  | 0.71 |
	// | all               | 0.93 | 0.93 | 0.94 |
	// +-------------------+------+------+------+
}

// The score beside the chunk weight; w is what the query's own window hides.
func ExampleLayer() {
	nan := math.NaN()
	show(viz.HeatMap{
		Title: "Retrieval", XLabel: "chunk", YLabel: "query", ValueLabel: "chunk weight",
		Values:   [][]float64{{0.9, 0.1, nan, nan}, {0.2, 0.7, 0.1, nan}},
		Layers:   []viz.Layer{{Label: "score", Values: [][]float64{{3.1, 0.4, nan, nan}, {1, 2.5, 0.2, nan}}}},
		InWindow: []viz.Span{{From: 2, To: 3}, {From: 3, To: 4}},
		Gold:     []viz.Mark{{Row: 0, Col: 0}}, Picked: []viz.Mark{{Row: 0, Col: 0}},
	})
	// Output:
	// Retrieval
	// query x chunk
	// 0 G.w
	// 1 .%.w
	//   0  3
	// chunk weight: 0.1 .:-=+%@ 0.9; w: in the window; blank: not
	// visible; G gold and picked, g gold, o picked
	// 0 G.w
	// 1 :%.w
	//   0  3
	// score: 0.2 .:-=+%@ 3.1; w: in the window; blank: not
	// visible; G gold and picked, g gold, o picked
	// gold: 0, 0: 0.9, picked, score 3.1
}

// One figure a head.
func ExamplePanels() {
	head := func(name string, weights ...float64) viz.Figure {
		return viz.HeatMap{Title: name, XLabel: "chunk", YLabel: "query", ValueLabel: "weight", Values: [][]float64{weights}}
	}
	show(viz.Panels{Title: "Heads", Columns: 2, SameScale: true, Figures: []viz.Figure{head("head 0", 0.1, 0.9), head("head 1", 0.5, 0.5)}})
	// Output:
	// Heads
	//
	// head 0
	// query x chunk
	// 0 .@
	//   0 ~ 1
	// weight: 0.1 .:-=+%@ 0.9
	//
	// head 1
	// query x chunk
	// 0 ==
	//   0 ~ 1
	// weight: 0.1 .:-=+%@ 0.9
}

// One retrieval, step by step.
func ExampleWalk() {
	show(viz.Walk{
		Title: "What is magic lemon?", Query: "what is magic lemon?", Weighting: "stick-breaking",
		Scores: []float64{0.2, 3.5, -1, 0.9}, Gold: []int{1},
		Picks: []viz.Pick{
			{Chunk: 3, Weight: 0.1, Tokens: []string{"a", "river"}, Attention: []float64{0.5, 0.5}},
			{Chunk: 1, Weight: 0.8, Tokens: []string{"lemon", "otter"}, Attention: []float64{0.1, 0.9}},
		},
		Output: []viz.Candidate{{Token: "otter", Probability: 0.93, Answer: true}, {Token: "river", Probability: 0.02}},
	})
	// Output:
	// What is magic lemon?
	// 1. Query: what is magic lemon?
	// 2. Score: q.landmark of 4 visible chunks
	// 0 :G.o
	//   0  3
	// score: -1 .:-=+%@ 3.5; G gold and picked, g gold, o picked
	// gold: 0, 1: 3.5, picked
	// 3. Pick and weigh: the top 2 by stick-breaking
	//   |ooooooxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx......|
	//   o chunk 3: weight 0.1, score 0.9
	//   x chunk 1 (gold): weight 0.8, score 3.5
	// 4. Attend: inside each picked chunk, over its tokens
	//   chunk 3: 0.5 on [a]: [a] river
	//   chunk 1: 0.9 on [otter]: lemon [otter]
	// 5. Output
	//   0.93 otter (gold)
	//   0.02 river
}

// Loss and recall of one run; its speed was not measured.
func ExampleTraining() {
	show(viz.Training{Title: "Training", Runs: []viz.Run{{Name: "nano", Steps: []viz.Step{
		{Step: 0, Loss: 2.8, Recall: 0.1}, {Step: 100, Loss: 1.2, Recall: 0.7}, {Step: 200, Loss: 0.1, Recall: 1},
	}}}})
	// Output:
	// Training
	//
	// Loss
	// loss (nats)
	//   3 |
	//     |o
	// 2.5 |
	//     |
	//   2 |
	//     |
	// 1.5 |
	//     |
	//     |                           o
	//   1 |
	//     |
	// 0.5 |
	//     |
	//   0 |                                                     o
	//     +------------------------------------------------------
	//      0           50            100          150         200
	//      step
	// o nano
	//     0  2.8
	//   100  1.2
	//   200  0.1
	//
	// Recall
	// recall@K
	//   1 |                                                     o
	//     |
	//     |
	// 0.8 |
	//     |                           o
	// 0.6 |
	//     |
	//     |
	// 0.4 |
	//     |
	// 0.2 |
	//     |
	//     |o
	//   0 |
	//     +------------------------------------------------------
	//      0           50            100          150         200
	//      step
	// o nano
	//     0  0.1
	//   100  0.7
	//   200  1
}
