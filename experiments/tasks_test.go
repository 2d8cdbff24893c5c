package experiments

import (
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/hsa"
)

// TestTasksKeepTheSymbols: every task of a model over symbols has the tokens that the model knows, of the same kinds.
func TestTasksKeepTheSymbols(t *testing.T) {
	model := hsa.Config{TrainingLength: 128}
	for _, config := range []recall.Config{recall.Plain(), recall.Conjunctive(), recall.Chains(2)} {
		spec := TaskSpec{Symbols: &config}
		own, err := recall.New(config)
		if err != nil {
			t.Fatal(err)
		}
		names := spec.Tasks()
		for _, name := range slices.Concat(names, []string{names[len(names)-1] + amongDecoys}) {
			asked, err := spec.In(name)
			if err != nil {
				t.Fatal(err)
			}
			split, err := asked.Build()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			tail := (&Trained{Weights: &hsa.Weights{Config: model}, Task: spec}).QuestionTail(name)
			s, err := split.HeldOut.Sample(EvalSeed, 0, 256, tail)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := s.Check(config.Chunk); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if split.HeldOut.Vocab() != own.Vocab() || split.HeldOut.Token(3) != own.Token(3) {
				t.Errorf("%s has %d tokens, the model's own kind %d", name, split.HeldOut.Vocab(), own.Vocab())
			}
		}
	}
}

func TestTasksNamed(t *testing.T) {
	nano := Nano().Task
	if names := nano.Tasks(); names[0] != "noise" || names[1] != "decoys" || !slices.Contains(names, "chain2-deep") {
		t.Errorf("tasks of nano: %v", names)
	}
	if names := NanoRobust().Task.Tasks(); slices.Contains(names, "chain2") || slices.Contains(names, "reverse") {
		t.Errorf("keys of two symbols are chained or reversed: %v", names)
	}
	asked, err := nano.In("newest+decoys")
	if err != nil || asked.Symbols.Repeats != 2 || asked.Symbols.Haystack != recall.Decoys {
		t.Errorf("newest+decoys is %+v, %v", asked.Symbols, err)
	}
	if nano.Symbols.Repeats != 0 {
		t.Error("the model's own task was changed")
	}
	for _, name := range []string{"nosuch", "text", "+decoys", ""} {
		if _, err := nano.In(name); err == nil || !strings.Contains(err.Error(), "noise, decoys") {
			t.Errorf("task %q: error %v", name, err)
		}
	}
	if got := nano.Expand([]string{"noise", "noise", "ruler"}, false); !slices.Equal(got, []string{"noise", "ruler"}) {
		t.Errorf("for a model without a tokenizer tasks expand to %v", got)
	}
	for documents, want := range map[bool]int{false: 11 + 20, true: 13 + 20} {
		got := TaskSpec{Mixture: &MixtureSpec{}}.Expand([]string{"qa1", "ruler", "babilong"}, documents)
		if len(got) != want || got[0] != "qa1" || slices.Contains(got, "qa_1") != documents {
			t.Errorf("documents %t: %d tasks, want %d: %v", documents, len(got), want, got)
		}
	}
}
