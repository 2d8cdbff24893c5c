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
