package needles_test

import (
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data/needles"
)

func TestQuestionsAreSamples(t *testing.T) {
	for _, task := range []needles.Task{needles.SingleNeedle, needles.MultiQuery, needles.VariableTracking} {
		q, err := needles.NewQuestions(maker(t), task, 64, prose(5000), "strings")
		if err != nil {
			t.Fatal(err)
		}
		for _, length := range []int{1000, 4096, 20000} {
			s, err := q.Sample(7, 3, length, 400)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Check(64); err != nil {
				t.Errorf("%s at %d: %v", q.Name(), length, err)
			}
			separators := 0
			for i, query := range s.Queries {
				if query.Chunk < 0 {
					separators++
				}
				if query.Part != i {
					t.Errorf("%s: query %d is part %d", q.Name(), i, query.Part)
				}
			}
			if len(s.Tokens) != length || len(s.Queries) < 6 || separators > 1 {
				t.Errorf("%s: %d tokens, %d separators in queries %+v", q.Name(), len(s.Tokens), separators, s.Queries)
			}
			again, err := q.Sample(7, 3, length, 400)
			if err != nil || !slices.Equal(again.Tokens, s.Tokens) {
				t.Errorf("%s: the second time it differs (%v)", q.Name(), err)
			}
		}
		if _, err := q.Sample(7, 3, 1000, 10); err == nil {
			t.Errorf("%s: no error for a tail of 10", q.Name())
		}
	}
	if _, err := needles.NewQuestions(maker(t), needles.FrequentWords, 64, prose(10), ""); err == nil {
		t.Error("FWE: no error")
	}
}

// TestQuestionsAtDepth: the first needle that the answer rests on lies at the depth that is asked for, which is part of
// what the task is.
func TestQuestionsAtDepth(t *testing.T) {
	anywhere, err := needles.NewQuestions(maker(t), needles.SingleNeedle, 64, prose(5000), "strings")
	if err != nil {
		t.Fatal(err)
	}
	hashes := map[string]bool{anywhere.Hash(): true}
	for _, depth := range []float64{0, 0.5, 1} {
		q, err := anywhere.At(depth)
		if err != nil {
			t.Fatal(err)
		}
		hashes[q.Hash()] = true
		for index := range 3 {
			s, err := q.Sample(7, index, 4096, 400)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Depth(s.Queries[0]); got < depth-0.02 || got > depth+0.02 {
				t.Errorf("sample %d at depth %g has its needle at %g", index, depth, got)
			}
		}
	}
	if len(hashes) != 4 {
		t.Errorf("%d hashes of four tasks", len(hashes))
	}
	for _, depth := range []float64{-1, 1.5} {
		if _, err := anywhere.At(depth); err == nil {
			t.Errorf("depth %g: no error", depth)
		}
	}
}
