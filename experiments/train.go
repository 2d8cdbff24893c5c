package experiments

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// ErrInterrupted says that a run stopped before its end, with a checkpoint to go on from if it had begun.
var ErrInterrupted = errors.New("interrupted; a checkpoint is saved, and the same command goes on from it")

// TrainOptions says how a run is carried out; none of it changes the result but Backend, by rounding.
type TrainOptions struct {
	Dir         RunDir
	Backend     string            // as in hsa.OpenBackend
	Command     string            // for the record
	Progress    func(TrainStatus) // called after each step; may be nil
	SaveEvery   time.Duration     // between checkpoints; default 30 s
	RecordEvery int               // steps a metrics line; default 20
	Half        bool              // keep the trained weights in float16, half the size
	StopAfter   int               // stop, as if interrupted, after so many steps in all; 0 never
	KeepBest    KeepBest          // by what the best checkpoint is chosen; default BestAccuracy
	BestEvery   int               // steps a candidate for it; default 100
}

func (o TrainOptions) withDefaults() TrainOptions {
	if o.SaveEvery == 0 {
		o.SaveEvery = 30 * time.Second
	}
	if o.RecordEvery == 0 {
		o.RecordEvery = 20
	}
	if o.KeepBest == "" {
		o.KeepBest = BestAccuracy
	}
	if o.BestEvery == 0 {
		o.BestEvery = 100
	}
	return o
}

// Train carries a recipe out, or goes on with it from the checkpoint in its directory, and writes the weights at the
// end. When ctx ends it saves a checkpoint within 3 s and returns ErrInterrupted; a step that takes longer is given up.
// The directory is locked: a second process that trains in it is refused. On any error the last checkpoint stays.
func Train(ctx context.Context, r Recipe, o TrainOptions) error {
	t, err := newTraining(ctx, r, o)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return ErrInterrupted // while its data were made; what was there before is untouched
	}
	if err != nil {
		return explainFull(err)
	}
	defer t.close()
	if err := t.loop(ctx); err != nil {
		return explainFull(err)
	}
	return explainFull(t.finish())
}

// explainFull says what to do about a full disk, or a limit on the size of files.
func explainFull(err error) error {
	if errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("%w: files of this size are not allowed here; the last checkpoint, if there was one, is whole: raise the limit (ulimit -f), and the same command goes on from it", err)
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: the disk is full; the last checkpoint is whole: free some space, and the same command goes on from it", err)
	}
	return err
}

type training struct {
	recipe   Recipe
	opt      TrainOptions
	patience time.Duration // with a step under way when the run is interrupted
	feed     feed
	words    *words.Vocabulary // of a text task
	ahead    *ahead            // the data of the step after the present one
	compiled int               // the last stage whose step is compiled ahead
	backend  compute.Backend
	trainer  *hsa.Trainer
	model    hsa.Config // of the trainer: the recipe's at its stage
	before   *hsa.State // that before a step that was given up
	lock     *flock.Flock
	log      *runLog
	at       place
	pace     pace
	saved    time.Time
}

func newTraining(ctx context.Context, r Recipe, o TrainOptions) (*training, error) {
	o = o.withDefaults()
	if err := o.KeepBest.validate(); err != nil {
		return nil, err
	}
	r, feed, vocabulary, err := r.resolve(ctx)
	if err != nil {
		return nil, err
	}
	t := &training{recipe: r, opt: o, patience: patience, feed: feed, words: vocabulary, pace: pace{began: time.Now()}, saved: time.Now()}
	if t.backend, err = hsa.OpenBackend(o.Backend); err != nil {
		return nil, err
	}
	if t.lock, err = o.Dir.lock(); err != nil {
		return nil, err
	}
	if err := t.open(); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// open begins the run in its directory, or goes on with it.
func (t *training) open() error {
	here := RunFile{Recipe: t.recipe, TaskHash: t.feed.hash(), TokenizerHash: tokenizerHash(t.feed, t.words),
		Host: ThisHost(t.opt.Backend), Environment: ThisEnvironment(), Command: t.opt.Command}
	there, err := t.opt.Dir.create(here)
	if err != nil {
		return err
	}
	state, at, ok, err := t.opt.Dir.loadCheckpoint(Last, t.recipe)
	if err != nil {
		return err
	}
	if !ok {
		if state, err = t.recipe.firstState(); err != nil {
			return err
		}
	}
	t.at = at
	if err := t.opt.Dir.goOn(there, here, at.Step); err != nil {
		return err
	}
	if err := t.newTrainer(t.recipe.Curriculum.model(t.recipe.Model, at.Stage), state); err != nil {
		return err
	}
	t.log, err = t.opt.Dir.openLog(at.Step)
	return err
}

// close gives back what a run holds; what it has recorded is written already.
func (t *training) close() {
	if t.log != nil {
		_ = t.log.close()
	}
	_ = t.lock.Unlock()
}

func (t *training) loop(ctx context.Context) error {
	for !t.at.Done {
		if ctx.Err() != nil || (t.opt.StopAfter > 0 && t.at.Step >= t.opt.StopAfter) {
			return t.interrupt()
		}
		if err := t.step(ctx); errors.Is(err, errGivenUp) {
			return t.interrupt()
		} else if err != nil {
			return err
		}
		if time.Since(t.saved) >= t.opt.SaveEvery {
			if err := t.save(Last); err != nil {
				return err
			}
		}
	}
	return t.record(true)
}

// interrupt ends the run for now.
func (t *training) interrupt() error {
	if err := t.save(Last); err != nil {
		return err
	}
	return ErrInterrupted
}

// save writes a checkpoint, the record up to it first.
func (t *training) save(which Kept) error {
	state := t.before
	if state == nil {
		var err error
		if state, err = t.trainer.State(); err != nil {
			return err
		}
	}
	if err := t.log.sync(); err != nil {
		return err
	}
	if which == Last {
		t.saved = time.Now()
	}
	return t.opt.Dir.saveCheckpoint(which, t.recipe, state, t.at)
}

// finish saves the last checkpoint and then the weights, the vocabulary, the task and the model card.
func (t *training) finish() error {
	if err := t.save(Last); err != nil {
		return err
	}
	state, err := t.trainer.State()
	if err != nil {
		return err
	}
	file, err := t.opt.Dir.read()
	if err != nil {
		return err
	}
	file.Recipe.Model = t.model
	dtype := safetensors.F32
	if t.opt.Half {
		dtype = safetensors.F16
	}
	return t.opt.Dir.writeWeights(t.opt.Dir.Weights(), file, state, t.words, dtype)
}
