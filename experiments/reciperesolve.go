package experiments

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data/words"
)

// Resolve builds the recipe's task and takes from it the vocabulary size, and from the curriculum the model's training
// length and top-K.
func (r Recipe) Resolve() (Recipe, error) {
	r, _, _, err := r.resolve(context.Background())
	return r, err
}

func (r Recipe) resolve(ctx context.Context) (Recipe, feed, *words.Vocabulary, error) {
	feed, vocabulary, err := r.Task.feed(ctx)
	if err != nil {
		return r, nil, nil, err
	}
	if err := r.Curriculum.validate(); err != nil {
		return r, nil, nil, err
	}
	last := len(r.Curriculum.Lengths) - 1
	r.Model.Vocab = feed.vocab()
	r.Model.TrainingLength = r.Curriculum.Lengths[last]
	r.Model = r.Curriculum.model(r.Model, last)
	return r, feed, vocabulary, r.validate()
}

// validate checks what the tasks and the model do not check themselves.
func (r Recipe) validate() error {
	if r.MicroBatches < 0 {
		return fmt.Errorf("recipe: micro_batches %d: want the number of parts of a step, or 0", r.MicroBatches)
	}
	if err := r.validateSteps(); err != nil {
		return err
	}
	if err := r.Compute.Validate(); err != nil {
		return fmt.Errorf("recipe: %w", err)
	}
	for stage, l := range r.Curriculum.Lengths {
		if r.sequences(l) < 1 {
			return fmt.Errorf("recipe: %d tokens a step in %d part(s) do not hold one text of %d", r.TokensPerStep, r.microBatches(), l)
		}
		model := r.Curriculum.model(r.Model, stage)
		if err := model.Validate(); err != nil {
			return err
		}
		if err := r.validateRival(model); err != nil {
			return err
		}
	}
	return nil
}
