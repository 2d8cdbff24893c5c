package mixture_test

import (
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/taskpack"
)

func maker(t testing.TB) *needles.Maker {
	t.Helper()
	m, err := needles.New(taskpack.Ours().HSAGroup, standard(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestNeedles: the sequences of the group's tasks are whole and know what their answers rest on.
func TestNeedles(t *testing.T) {
	s := text(t)
	for _, task := range []needles.Task{needles.SingleNeedle, needles.MultiQuery, needles.VariableTracking, needles.FrequentWords} {
		source := mixture.NewNeedles(maker(t), task, 1, s, "pack")
		for index := range 20 {
			e, err := source.Sample(3, index, 1024)
			if err != nil {
				t.Fatal(err)
			}
			if len(e.Tokens) != 1024 || len(e.Answers) == 0 {
				t.Fatalf("%s: %d tokens, %d answers", source.Name(), len(e.Tokens), len(e.Answers))
			}
			known := 0
			for _, a := range e.Answers {
				if len(a.Evidence) == 0 {
					continue // a separator or EOS
				}
				known++
				if a.Evidence[0].End > a.Position || (a.Value >= 0 && e.Tokens[a.Value] != e.Tokens[a.Position+1]) {
					t.Errorf("%s: answer %+v", source.Name(), a)
				}
			}
			if known < len(e.Answers)-3 {
				t.Errorf("%s: %d of %d answer tokens have evidence", source.Name(), known, len(e.Answers))
			}
			again, err := source.Sample(3, index, 1024)
			if err != nil || !slices.Equal(again.Tokens, e.Tokens) {
				t.Errorf("%s: sequence %d differs the second time (%v)", source.Name(), index, err)
			}
		}
		if _, err := source.Sample(3, 0, 8); err == nil {
			t.Errorf("%s: no error for 8 tokens", source.Name())
		}
	}
}
