package mixture

import (
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
)

// Needles is one of the HSA group's tasks in spans of running text, at random depths.
type Needles struct {
	maker *needles.Maker
	task  needles.Task
	text  Text
	hash  string
}

var _ Source = Needles{}

// NewNeedles is the source of a task with the text's spans as haystacks. The maker must have the text's tokenizer.
// The hash is the fingerprint of the maker's strings, such as that of their pack.
func NewNeedles(maker *needles.Maker, task needles.Task, text Text, hash string) Needles {
	return Needles{maker, task, text, hash}
}

// Name is the task's, such as "S-N".
func (n Needles) Name() string { return n.task.String() }

// Hash is the fingerprint of task, strings and text.
func (n Needles) Hash() string {
	return data.Hash(struct{ Task, Strings, Text string }{n.Name(), n.hash, n.text.Hash()})
}

// Vocab is that of the tokenizer.
func (n Needles) Vocab() int { return n.text.Vocab() }

// Sample is a sample of the task. It fails where the length is too short for it.
func (n Needles) Sample(seed uint64, index, length int) (Example, error) {
	config := needles.Config{Task: n.task, Length: length, Depth: needles.RandomDepth, Seed: int64(seed), Index: index}
	s, err := n.maker.Make(config, func(room int) ([]int32, error) {
		return n.text.span("mixture haystack", seed, index, room)
	})
	if err != nil {
		return Example{}, err
	}
	var evidence []data.Span
	for _, e := range s.Evidence {
		evidence = append(evidence, e.Tokens)
	}
	value := n.value(s)
	e := Example{Tokens: s.Tokens}
	for at := s.Positions().Start; at < s.Positions().End; at++ {
		a := Answer{Position: at, Evidence: evidence, Value: -1, Key: -1}
		if value >= 0 {
			a.Value = value + at - s.Positions().Start
		}
		e.Answers = append(e.Answers, a)
	}
	return e, nil
}

// value is where the answer stands in the evidence, -1 if no single needle holds it.
func (n Needles) value(s needles.Sample) int {
	want := s.Want()
	for _, e := range s.Evidence {
		for at := e.Tokens.Start; at+len(want) <= e.Tokens.End; at++ {
			if slices.Equal(s.Tokens[at:at+len(want)], want) {
				return at
			}
		}
	}
	return -1
}
