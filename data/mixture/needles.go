package mixture

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
)

// Needles is one of the HSA group's tasks in spans of running text, at random depths.
type Needles struct {
	maker  *needles.Maker
	task   needles.Task
	rounds int
	text   Text
	hash   string
}

var _ Source = Needles{}

// NewNeedles is the source of a task with the text's spans as haystacks, asked in so many rounds a sequence
// ([needles.Maker.MakeRounds]; FWE has one). The maker must have the text's tokenizer. The hash is the fingerprint of the
// maker's strings, such as that of their pack.
func NewNeedles(maker *needles.Maker, task needles.Task, rounds int, text Text, hash string) Needles {
	return Needles{maker, task, rounds, text, hash}
}

// Name is the task's, with the number of rounds where there are several: "S-N", "MQ-N*8".
func (n Needles) Name() string {
	if n.rounds == 1 {
		return n.task.String()
	}
	return fmt.Sprintf("%v*%d", n.task, n.rounds)
}

// Hash is the fingerprint of task, strings and text.
func (n Needles) Hash() string {
	return data.Hash(struct{ Task, Strings, Text string }{n.Name(), n.hash, n.text.Hash()})
}

// Vocab is that of the tokenizer.
func (n Needles) Vocab() int { return n.text.Vocab() }

// Sample is a sample of the task, in which every token of the answers, EOS too, is asked for. It fails where the length
// is too short for it.
func (n Needles) Sample(seed uint64, index, length int) (Example, error) {
	config := needles.Config{Task: n.task, Length: length, Depth: needles.RandomDepth, Seed: int64(seed), Index: index}
	haystack := func(room int) ([]int32, error) { return n.text.span("mixture haystack", seed, index, room) }
	if n.task == needles.FrequentWords {
		return n.frequent(config, haystack)
	}
	r, err := n.maker.MakeRounds(config, n.rounds, haystack)
	if err != nil {
		return Example{}, err
	}
	e := Example{Tokens: r.Tokens}
	for _, asked := range r.Asked {
		for i, token := range asked.Tokens {
			a := Answer{Position: asked.Answer.Start + i - 1, Value: token.Value, Key: -1}
			if token.Evidence.Len() > 0 {
				a.Evidence = []data.Span{token.Evidence}
			}
			e.Answers = append(e.Answers, a)
		}
	}
	return e, nil
}

// frequent asks for the most frequent words, whose evidence is the whole text.
func (n Needles) frequent(config needles.Config, haystack needles.Source) (Example, error) {
	s, err := n.maker.Make(config, haystack)
	if err != nil {
		return Example{}, err
	}
	return Example{Tokens: s.Tokens, Answers: answersAt(s.Positions().Start, s.Positions().Len(), evidenceAt(0, s.Evidence))}, nil
}
