package experiments

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// Recipe is everything that decides what a training run does; the same recipe, seed and backend give the same
// weights.
type Recipe struct {
	Name    string `json:"name"`
	Summary string `json:"summary"`

	Task  TaskSpec   `json:"task"`
	Model hsa.Config `json:"model"` // Vocab is taken from the task
	Seed  uint64     `json:"seed"`  // of initial values and training samples

	// Init is a model to train on from, as Open takes it, in place of values drawn from the seed; the optimizer starts at rest.
	Init string `json:"init,omitempty"`

	// Rival trains a rival of the model in its place, "no-memory" or "full-attention"; "" is the model itself. What Model says
	// of the memory then has no effect.
	Rival baseline.Kind `json:"rival,omitempty"`

	TokensPerStep int        `json:"tokens_per_step"`
	MicroBatches  int        `json:"micro_batches,omitempty"` // parts of a step whose gradients are added up, to save memory; 0 is 1
	Curriculum    Curriculum `json:"curriculum"`
	Rate          float64    `json:"learning_rate"`
	WarmUp        int        `json:"warm_up"` // steps; how the rate then moves is the curriculum's schedule

	// Label teaches the chunk of the evidence beside the answer; it is not in the paper. LabelStages limits it to the
	// first so many lengths of the curriculum; 0 keeps it on.
	Label       hsa.Label `json:"label"`
	LabelWeight float64   `json:"label_weight,omitempty"`
	LabelStages int       `json:"label_stages,omitempty"`

	// StepLabel and StepWeight teach a model of several groups what each is to find where an answer takes several hops, as
	// hsa.Steps has it: the chunk of its step, and by an intermediate answer loss of that weight its token.
	StepLabel  bool    `json:"step_label,omitempty"`
	StepWeight float64 `json:"step_weight,omitempty"`

	Optimizer hsa.Optimizer `json:"optimizer"`

	// Compute is the type of the operands of training's matrix products, "float32" or "bfloat16", as hsa.Compute says; "" is
	// float32. Weights and checkpoints are float32 whatever it is.
	Compute hsa.Compute `json:"compute,omitempty"`
}

// base is what the recipes share.
func base(name, summary string, task TaskSpec) Recipe {
	return Recipe{
		Name: name, Summary: summary, Task: task, Model: hsa.Nano(0),
		TokensPerStep: 1024, Rate: 3e-3, WarmUp: 50, Label: hsa.NoLabel,
		Optimizer: hsa.DefaultOptimizer(),
	}
}

func symbolTask(c recall.Config) TaskSpec { return TaskSpec{Symbols: &c} }

func textTask() TaskSpec {
	c := recall.RunningText()
	return TaskSpec{Text: &c}
}

// Nano is plain recall over symbols: neither a label nor a token shift. Retrieval is taught by the answers alone.
func Nano() Recipe {
	r := base("nano", "in-context recall over symbols, taught by the answers alone", symbolTask(recall.Plain()))
	r.Curriculum = Curriculum{Lengths: []int{32, 64, 128}, AdvanceAt: 0.85, StopAt: 0.99, MaxSteps: 4000}
	return r
}

// Nano4K is nano at the paper's geometry: chunks of 64, windows of 512, top-K 8, texts of 4,096 tokens. Retrieval is learned
// at nano's and carried there stage by stage; from the start at the paper's geometry it is not learned.
func Nano4K() Recipe {
	r := base("nano-4k", "in-context recall over symbols at the paper's chunk size, window and length, grown from nano's", symbolTask(recall.Plain()))
	r.TokensPerStep = 4096
	r.Curriculum = Curriculum{
		Lengths: []int{32, 64, 128, 256, 512, 1024, 2048, 4096},
		Chunk:   []int{8, 8, 8, 16, 32, 64, 64, 64},
		Window:  []int{16, 16, 16, 32, 64, 128, 256, 512},
		TopK:    []int{4, 4, 4, 8, 8, 8, 8, 8},

		AdvanceAt: 0.85, StopAt: 0.985, MaxSteps: 2000,
	}
	return r
}

// NanoText is recall in running English: a token shift of 2 and the gold-chunk label.
func NanoText() Recipe {
	r := base("nano-text", "needles in running English, with a token shift and the gold-chunk label", textTask())
	r.Model.TokenShift = 2
	r.Label, r.LabelWeight = hsa.SequenceLabel, 0.3
	r.Curriculum = Curriculum{Lengths: []int{64, 128, 256}, AdvanceAt: 0.85, StopAt: 0.985, MaxSteps: 3000}
	return r
}

// NanoRobust is recall with conjunctive keys, its ranking taught against the chunks of the whole batch: what makes
// far retrieval hold among decoys.
func NanoRobust() Recipe {
	r := Conjunctive("nano-robust")
	r.Summary = "conjunctive keys, ranking taught against the chunks of the whole batch"
	r.Label, r.LabelWeight = hsa.BatchLabel, 1
	r.Curriculum.MaxSteps = 3900
	return r
}

// Conjunctive is the base of the studies: two-symbol keys, a token shift, the gold-chunk label throughout, and the
// same number of steps for every variant.
func Conjunctive(name string) Recipe {
	r := base(name, "conjunctive keys with the gold-chunk label, a fixed number of steps", symbolTask(recall.Conjunctive()))
	r.Model.TokenShift = 1
	r.Label, r.LabelWeight = hsa.SequenceLabel, 0.3
	r.Curriculum = Curriculum{Lengths: []int{32, 64, 128}, Shares: []float64{5, 4, 6}, MaxSteps: 1800}
	return r
}

var recipes = map[string]func() Recipe{"nano": Nano, "nano-4k": Nano4K, "nano-text": NanoText, "nano-robust": NanoRobust, "tiny": Tiny, "tiny-tuned": TinyTuned, "small": Small,
	"conjunctive": func() Recipe { return Conjunctive("conjunctive") }}

// RecipeNames lists the recipes.
func RecipeNames() []string { return slices.Sorted(maps.Keys(recipes)) }

// FindRecipe returns the recipe of that name.
func FindRecipe(name string) (Recipe, error) {
	if make, ok := recipes[name]; ok {
		return make(), nil
	}
	return Recipe{}, fmt.Errorf("unknown recipe %q; there is: %s", name, strings.Join(RecipeNames(), ", "))
}
