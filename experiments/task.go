package experiments

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/words"
)

// TaskSpec defines what is trained on: recall over symbols, recall in running text, or a mixture of text and the needle
// tasks of the paper's group.
type TaskSpec struct {
	Symbols *recall.Config     `json:"symbols,omitempty"`
	Text    *recall.TextConfig `json:"text,omitempty"`
	Corpus  string             `json:"corpus,omitempty"` // text file of a text task; "" is Newton's Opticks
	Mixture *MixtureSpec       `json:"mixture,omitempty"`
}

// frequentWords is how many words of the corpus a text vocabulary holds, beside those of the needles.
const frequentWords = 1000

// EvalSeed seeds the samples of an evaluation. Training uses small seeds, so symbols never repeat a training sample.
const EvalSeed = 1 << 40

// Split is a task for training, the same for evaluation over text it has not seen, and the vocabulary of a text task.
type Split struct {
	Train, HeldOut data.Task
	Vocabulary     *words.Vocabulary
}

// feed is what training reads.
func (s TaskSpec) feed(ctx context.Context) (feed, *words.Vocabulary, error) {
	if s.Mixture != nil {
		f, err := newMixtureFeed(ctx, *s.Mixture)
		return f, nil, err
	}
	split, err := s.Build()
	return recallFeed{split.Train}, split.Vocabulary, err
}

// vocabulary is that of a text task; others have none.
func (s TaskSpec) vocabulary() (*words.Vocabulary, error) {
	if s.Mixture != nil {
		return nil, nil
	}
	split, err := s.Build()
	return split.Vocabulary, err
}

// Build makes a recall task. Symbols are drawn from a seed, so training and evaluation differ in the seed alone.
func (s TaskSpec) Build() (Split, error) {
	switch {
	case s.Symbols != nil && s.Text == nil:
		task, err := recall.New(*s.Symbols)
		if err != nil {
			return Split{}, err
		}
		return Split{Train: task, HeldOut: task}, nil
	case s.Text != nil && s.Symbols == nil:
		text, err := s.open()
		if err != nil {
			return Split{}, err
		}
		train, heldOut, err := recall.Split(*s.Text, text, corpus.OpticksTrain, frequentWords)
		if err != nil {
			return Split{}, err
		}
		return Split{Train: train, HeldOut: heldOut, Vocabulary: train.Vocabulary()}, nil
	}
	return Split{}, fmt.Errorf("task: want one of symbols, text and mixture")
}

func (s TaskSpec) open() (*corpus.Text, error) {
	if s.Corpus == "" {
		return corpus.Opticks()
	}
	return corpus.Open(s.Corpus)
}

// Over is the evaluation task with a vocabulary that a model was trained with, over the held-out part of the corpus.
func (s TaskSpec) Over(v *words.Vocabulary) (data.Task, error) {
	if s.Text == nil {
		split, err := s.Build()
		return split.HeldOut, err
	}
	text, err := s.open()
	if err != nil {
		return nil, err
	}
	_, heldOut := text.Split(corpus.OpticksTrain)
	return recall.NewText(*s.Text, v, heldOut.Encode(v))
}

// With is the task with changes merged in key by key, as the table "task" of a run file has them.
func (s TaskSpec) With(changes map[string]any) (TaskSpec, error) {
	r, err := Recipe{Task: s}.With(map[string]any{"task": changes})
	return r.Task, err
}
