package needles_test

import (
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data/needles"
)

func TestOneRoundIsMake(t *testing.T) {
	m, text := maker(t), prose(3000)
	for _, task := range []needles.Task{needles.SingleNeedle, needles.MultiQuery, needles.VariableTracking} {
		c := needles.Config{Task: task, Length: 700, Depth: needles.RandomDepth, Seed: 3, Index: 5}
		want, err := m.Make(c, needles.FromTokens(text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.MakeRounds(c, 1, needles.FromTokens(text))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Tokens, want.Tokens) || got.Asked[0].Scored != want.Scored || got.Asked[0].Answer.Start != want.Prompt {
			t.Errorf("%v: one round differs from Make", task)
		}
	}
}

// TestRoundsKnowTheirEvidence reads each answer token back from the needle it is said to come from.
func TestRoundsKnowTheirEvidence(t *testing.T) {
	m, text := maker(t), prose(3000)
	for _, task := range []needles.Task{needles.MultiQuery, needles.VariableTracking} {
		const rounds = 5
		c := needles.Config{Task: task, Length: 3000, Depth: needles.RandomDepth, Seed: 1, Index: 2}
		r, err := m.MakeRounds(c, rounds, needles.FromTokens(text))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Tokens) != c.Length || len(r.Asked) != rounds {
			t.Fatalf("%v: %d tokens and %d questions", task, len(r.Tokens), len(r.Asked))
		}
		from := map[int]bool{}
		for _, a := range r.Asked {
			if a.Answer.Start < c.Length-r.Tail || a.Answer.End > c.Length || len(a.Tokens) != a.Answer.Len() {
				t.Fatalf("%v: answer at %v outside the tail of %d", task, a.Answer, r.Tail)
			}
			known := 0
			for i, token := range a.Tokens {
				if token.Value < 0 {
					continue
				}
				known++
				from[token.Evidence.Start] = true
				if !token.Evidence.Contains(token.Value) || r.Tokens[token.Value] != r.Tokens[a.Answer.Start+i] {
					t.Errorf("%v: token %d of the answer is not token %d of needle %v", task, i, token.Value, token.Evidence)
				}
			}
			if known < a.Scored.Len()/2 {
				t.Errorf("%v: %d of %d answer tokens are found in a needle", task, known, a.Answer.Len())
			}
		}
		gold := map[needles.Task]int{needles.MultiQuery: 2, needles.VariableTracking: 3}[task]
		if len(from) != gold*rounds {
			t.Errorf("%v: answers rest on %d needles, want %d", task, len(from), gold*rounds)
		}
	}
}

func TestRoundsRefuse(t *testing.T) {
	m, text := maker(t), prose(3000)
	c := needles.Config{Task: needles.SingleNeedle, Length: 700, Depth: needles.RandomDepth}
	if _, err := m.MakeRounds(c, 2, needles.FromTokens(text)); err == nil {
		t.Error("two rounds of S-N: no error")
	}
	c.Task = needles.MultiQuery
	if _, err := m.MakeRounds(c, 0, needles.FromTokens(text)); err == nil {
		t.Error("no round: no error")
	}
	if _, err := m.MakeRounds(c, 50, needles.FromTokens(text)); err == nil {
		t.Error("50 rounds in 700 tokens: no error")
	}
}
