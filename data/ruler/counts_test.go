package ruler

import (
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
)

// one is the first sample of a run.
func one(t *testing.T, r Run) data.TextSample {
	t.Helper()
	for s, err := range r.All() {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Fatal("no samples")
	return data.TextSample{}
}

// Gold evidence is of the number that each task's definition says.
func TestEvidenceCounts(t *testing.T) {
	m := newMadeUp(t)
	for task, want := range map[string]int{
		"niah_single_1": 1, "niah_single_2": 1, "niah_single_3": 1,
		"niah_multikey_1": 1, "niah_multikey_2": 1, "niah_multikey_3": 1,
		"niah_multivalue": 4, "niah_multiquery": 4,
		"vt": 5, "cwe": 10 * 30, "qa_1": 1, "qa_2": 2,
	} {
		s := one(t, m.run(task, words{}, 8192, 7))
		// Of few documents the list is repeated, and the gold paragraphs with it.
		if got := len(s.Evidence); got != want && (s.Task[:2] != "qa" || got == 0) {
			t.Errorf("%s: %d pieces of evidence, want %d", task, got, want)
		}
	}
}

func TestFrequentWordsAreTheAnswers(t *testing.T) {
	s := one(t, newMadeUp(t).run("fwe", words{}, 4096, 7))
	counts := map[string]int{}
	for _, w := range strings.Fields(s.Input) {
		counts[w]++
	}
	for i, word := range s.Outputs[1:] {
		if counts[word] >= counts[s.Outputs[i]] {
			t.Errorf("%q stands %d times, %q %d", word, counts[word], s.Outputs[i], counts[s.Outputs[i]])
		}
	}
	evidence := 0
	for _, word := range s.Outputs {
		evidence += counts[word]
	}
	if len(s.Evidence) != evidence {
		t.Errorf("%d pieces of evidence, the words stand %d times", len(s.Evidence), evidence)
	}
}

func TestVariablesFollowTheChain(t *testing.T) {
	s := one(t, newMadeUp(t).run("vt", words{}, 4096, 7))
	value := strings.Fields(s.AnswerPrefix[strings.Index(s.AnswerPrefix, "value"):])[1]
	value = strings.TrimSuffix(value, ",")
	for i, name := range s.Outputs {
		want := "set " + name + " to " + value
		if got := s.Evidence[i].Text; got != want {
			t.Errorf("evidence %d is %q, want %q", i, got, want)
		}
		value = name
	}
}

func TestDepth(t *testing.T) {
	m := newMadeUp(t)
	for _, task := range []string{"niah_single_1", "niah_single_2", "niah_multikey_2", "niah_multivalue"} {
		var at []float64
		for _, depth := range []int{0, 25, 50, 100} {
			r := m.run(task, words{}, 4096, 7)
			r.Depth = &depth
			s := one(t, r)
			place := float64(s.Evidence[0].Bytes.Start) / float64(len(s.Input))
			if place < float64(depth)/100-0.1 || place > float64(depth)/100+0.1 {
				t.Errorf("%s at depth %d lies at %.2f of the prompt", task, depth, place)
			}
			at = append(at, place)
		}
		if !slices.IsSorted(at) {
			t.Errorf("%s: places %v", task, at)
		}
	}
}

func TestModelTemplateSurroundsThePrompt(t *testing.T) {
	skipWithoutReference(t)
	in := readInputs(t)
	for _, task := range []string{"niah_single_1", "vt", "cwe"} {
		r := newMadeUp(t).run(task, words{}, 4096, 7)
		r.Pack, r.ModelTemplate = in.packs[""], "meta-chat"
		s := one(t, r)
		if !strings.HasPrefix(s.Input, "[INST] ") || !strings.HasSuffix(s.Input, " [/INST]") {
			t.Errorf("%s: input from %q to %q", task, s.Input[:20], s.Input[len(s.Input)-20:])
		}
		if err := s.CheckEvidence(); err != nil {
			t.Error(err)
		}
	}
}
