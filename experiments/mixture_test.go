package experiments

import (
	"context"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// mixtureOf opens a mixture over Opticks.
func mixtureOf(t *testing.T, spec MixtureSpec) (*mixed, mixture.Text) {
	t.Helper()
	t.Setenv(EnvTokens, t.TempDir())
	spec.Tokenizer, spec.Corpus, spec.AnswerWeight = tokenizer.DefaultName, "opticks", 10
	m, err := spec.open()
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := m.tokens(context.Background(), corpus.Train)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tokens.Close() })
	return m, mixture.NewText(tokens)
}

// TestWarmTasks: below the warm length there is recall over tokens of the middle of the vocabulary alone, from it on the
// tasks and the running text.
func TestWarmTasks(t *testing.T) {
	m, text := mixtureOf(t, MixtureSpec{
		Text: 0.5, Tasks: map[string]float64{"MQ-N*fill": 1, "MQ-N": 1},
		WarmTasks: map[string]float64{"recall/plain": 1, "recall/conjunctive/decoys": 1}, WarmLength: 256,
	})
	for length, want := range map[int]string{64: "recall-conjunctive-decoys recall-plain-noise", 256: "MQ-N text"} {
		made, err := m.build(text, 1, length, 64)
		if err != nil {
			t.Fatal(err)
		}
		batch, err := made.Batch(0, mixture.Shard{})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, s := range batch.Sequences {
			seen[s.Source] = true
			for _, token := range s.Tokens {
				if length < 256 && (token < 1024 || token >= 3072) {
					t.Fatalf("token %d in a sequence of %s: want the middle of the vocabulary", token, s.Source)
				}
			}
		}
		for _, name := range strings.Fields(want) {
			if !seen[name] {
				t.Errorf("length %d: no sequence of %s among %v", length, name, seen)
			}
			delete(seen, name)
		}
		if len(seen) > 0 {
			t.Errorf("length %d: sequences of %v too", length, seen)
		}
	}
}

func TestMixtureRefusesTasks(t *testing.T) {
	for want, tasks := range map[string]map[string]float64{
		"unknown task":      {"recall/nothing": 1},
		"are both called":   {"recall/plain": 1, "recall/wide": 1},
		"rounds from 2 on":  {"MQ-N*1": 1},
		"its question name": {"S-N*4": 1},
	} {
		m, text := mixtureOf(t, MixtureSpec{Tasks: tasks})
		made, err := m.build(text, 1, 1024, 2)
		if err == nil {
			_, err = made.Batch(0, mixture.Shard{})
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error %v, want one with %q", tasks, err, want)
		}
	}
}

// TestMixtureOfBABILong: a task of BABILong in a mixture has its name with that of the benchmark.
func TestMixtureOfBABILong(t *testing.T) {
	m, text := mixtureOf(t, MixtureSpec{Tasks: map[string]float64{"babilong/qa1": 1}})
	made, err := m.build(text, 1, 1024, 4)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := made.Batch(0, mixture.Shard{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range batch.Sequences {
		if s.Source != "babilong/qa1" || len(s.Answers) == 0 {
			t.Errorf("a sequence of %s with %d answers", s.Source, len(s.Answers))
		}
	}
}
