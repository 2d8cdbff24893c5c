package experiments

import (
	"path/filepath"

	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/hsa"
)

// Tiny is the paper's model and geometry at 4,096 tokens, on the group's needle tasks in running text, for a GPU. It
// learns to match keys among chunks of 8 random tokens and then needles in text, while chunks and windows grow to the
// paper's; the gold-chunk label stays on. Without that growth reading inside a chunk is not learned. TinyTuned goes on
// from it.
func Tiny() Recipe {
	model := hsa.Tiny(0)
	model.Heads, model.LowerLayers, model.TiedHead = 4, 3, false
	return Recipe{
		Name: "tiny", Summary: "needles in running text, at the paper's geometry",
		Task: TaskSpec{Mixture: &MixtureSpec{
			Tokenizer: tokenizer.DefaultName, Corpus: "opticks*4+go-docs+go-source*0.2", Text: 0.05,
			Tasks:        map[string]float64{"S-N": 0.15, "MQ-N": 0.1, "MQ-N*fill": 0.35, "VT": 0.1, "VT*fill": 0.25},
			WarmTasks:    map[string]float64{"recall/plain": 0.5, "recall/conjunctive/decoys": 0.5},
			WarmLength:   256,
			AnswerWeight: 10,
		}},
		Model: model, TokensPerStep: 8192, Rate: 1e-3, WarmUp: 100, Label: hsa.SequenceLabel, LabelWeight: 1,
		Curriculum: Curriculum{
			Lengths: []int{64, 256, 512, 1024, 4096},
			Chunk:   []int{8, 16, 32, 64, 64},
			Window:  []int{16, 32, 64, 128, 512},
			TopK:    []int{4, 8, 8, 8, 8},
			Shares:  []float64{2, 18, 10, 25, 45}, MaxSteps: 10000,
			Schedule: CosineSchedule, FinalRate: 0.05,
		},
		Optimizer: hsa.Optimizer{Beta1: 0.9, Beta2: 0.98, Eps: 1e-8, WeightDecay: 0.01, Clip: 1},
	}
}

// TinyTuned trains what Tiny gave on, at the paper's chunk size from the start, with more of the two tasks that lag: S-N,
// which has one answer a sequence, and variable tracking.
func TinyTuned() Recipe {
	r := Tiny()
	r.Name, r.Summary, r.Init = "tiny-tuned", "recipe tiny, trained on with more S-N and VT", filepath.Join("runs", "tiny")
	r.Task.Mixture.Tasks = map[string]float64{"S-N": 0.45, "MQ-N*fill": 0.17, "VT": 0.05, "VT*fill": 0.28}
	r.Task.Mixture.WarmTasks, r.Task.Mixture.WarmLength = nil, 0
	r.Rate = 7e-4
	r.Curriculum = Curriculum{
		Lengths: []int{512, 4096}, Window: []int{128, 512}, Shares: []float64{1, 1}, MaxSteps: 10000,
		Schedule: CosineSchedule, FinalRate: 0.02,
	}
	return r
}
