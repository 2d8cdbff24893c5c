package experiments

import (
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// microBatches is into how many parts a step is split.
func (r Recipe) microBatches() int { return max(1, r.MicroBatches) }

// sequences is how many texts of a length a micro-batch has.
func (r Recipe) sequences(length int) int { return r.TokensPerStep / r.microBatches() / length }

// makeStep makes the micro-batches of a step, the first text being sample number first of the run.
func makeStep(f feed, r Recipe, length, first int) ([]hsa.Batch, error) {
	n := r.sequences(length)
	list := make([]hsa.Batch, r.microBatches())
	for i := range list {
		b, err := f.batch(r, length, n, first+i*n)
		if err != nil {
			return nil, err
		}
		list[i] = b
	}
	return list, nil
}

// ahead is a step's data in the making.
type ahead struct {
	length, first int
	model         hsa.Config
	done          chan struct{}
	batches       []hsa.Batch
	err           error
}

// prepare starts to make the data that are needed next unless the curriculum moves on, while the device computes.
func (t *training) prepare(length, first int) {
	a := &ahead{length: length, first: first, model: t.model, done: make(chan struct{})}
	stage := t.stage()
	t.ahead = a
	go func() {
		defer close(a.done)
		a.batches, a.err = makeStep(t.feed, stage, length, first)
	}()
}

// stage is the recipe with the model as it trains now.
func (t *training) stage() Recipe {
	r := t.recipe
	r.Model = t.model
	return r
}

// batches are the data of the next step and the number of its samples, which are numbered through the whole run.
func (t *training) batches(length int) ([]hsa.Batch, int, error) {
	used := t.recipe.microBatches() * t.recipe.sequences(length)
	if a := t.ahead; a != nil {
		<-a.done
		t.ahead = nil
		if a.length == length && a.model == t.model && a.first == t.at.Samples {
			return a.batches, used, a.err
		}
	}
	list, err := makeStep(t.feed, t.stage(), length, t.at.Samples)
	return list, used, err
}

// compileNext compiles the step for the length after the present one in the background, once a stage, on backends that
// take long to compile. A failure shows when the length is reached. Where the model changes too, or steps are split, the
// compilation waits until then.
func (t *training) compileNext() {
	next := t.at.Stage + 1
	if t.compiled >= next || next >= len(t.recipe.Curriculum.Lengths) || !strings.HasPrefix(t.opt.Backend, "xla") {
		return
	}
	t.compiled = next
	if t.recipe.microBatches() > 1 || t.recipe.Curriculum.model(t.recipe.Model, next) != t.model {
		return
	}
	trainer, length := t.trainer, t.recipe.Curriculum.Lengths[next]
	go func() {
		if list, err := makeStep(t.feed, t.recipe, length, 0); err == nil {
			_ = trainer.Prepare(list[0])
		}
	}()
}
