package experiments

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// ErrInterrupted says that a run stopped before its end, with a checkpoint to go on from.
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
}

// TrainStatus is where a run stands, for a progress bar.
type TrainStatus struct {
	Step, MaxSteps int
	Length         int
	Metric         Metric // means over the last steps
	TokensPerSec   float64
	Elapsed        time.Duration
	ETA            time.Duration // to MaxSteps at the present speed; an adaptive curriculum often ends before
}

// Train carries a recipe out, or goes on with it from the checkpoint in its directory, and writes the weights at the
// end. When ctx ends it saves a checkpoint and returns ErrInterrupted.
func Train(ctx context.Context, r Recipe, o TrainOptions) error {
	t, err := newTraining(r, o)
	if err != nil {
		return err
	}
	defer t.log.Close()
	if err := t.loop(ctx); err != nil {
		return err
	}
	return t.finish()
}

type training struct {
	recipe   Recipe
	opt      TrainOptions
	feed     feed
	words    *words.Vocabulary // of a text task
	ahead    *ahead            // the batch after the present one
	compiled int               // the last stage whose step is compiled ahead
	backend  compute.Backend
	trainer  *hsa.Trainer
	at       progress
	log      *os.File
	window   []Metric // since the last metrics line
	started  time.Time
	first    int // step at which this process started
	saved    time.Time
	tokens   int
}

// Resolve builds the recipe's task and takes the vocabulary size from it.
func (r Recipe) Resolve() (Recipe, error) {
	r, _, _, err := r.resolve()
	return r, err
}

func (r Recipe) resolve() (Recipe, feed, *words.Vocabulary, error) {
	feed, vocabulary, err := r.Task.feed()
	if err != nil {
		return r, nil, nil, err
	}
	r.Model.Vocab = feed.vocab()
	r.Model.TrainingLength = r.Curriculum.Lengths[len(r.Curriculum.Lengths)-1]
	if err := r.Curriculum.validate(); err != nil {
		return r, nil, nil, err
	}
	for _, l := range r.Curriculum.Lengths {
		if r.TokensPerStep < l {
			return r, nil, nil, fmt.Errorf("recipe: %d tokens a step do not hold one text of %d", r.TokensPerStep, l)
		}
	}
	return r, feed, vocabulary, r.Model.Validate()
}

func newTraining(r Recipe, o TrainOptions) (*training, error) {
	if o.SaveEvery == 0 {
		o.SaveEvery = 30 * time.Second
	}
	if o.RecordEvery == 0 {
		o.RecordEvery = 20
	}
	r, feed, vocabulary, err := r.resolve()
	if err != nil {
		return nil, err
	}
	t := &training{recipe: r, opt: o, feed: feed, words: vocabulary, started: time.Now(), saved: time.Now()}
	file := RunFile{Recipe: r, TaskHash: feed.hash(), Host: ThisHost(o.Backend), Command: o.Command}
	if err := o.Dir.create(file); err != nil {
		return nil, err
	}
	state, at, ok, err := o.Dir.loadCheckpoint()
	if err != nil {
		return nil, err
	}
	if !ok {
		state = hsa.NewState(r.Model, r.Seed)
	}
	t.at, t.first = at, at.Step
	if t.backend, err = hsa.OpenBackend(o.Backend); err != nil {
		return nil, err
	}
	options := hsa.TrainOptions{Optimizer: r.Optimizer, Label: r.Label, Form: hsa.Dense, NoiseSeed: r.Seed}
	if t.trainer, err = hsa.NewTrainer(t.backend, r.Model, options, state); err != nil {
		return nil, err
	}
	t.log, err = o.Dir.openMetrics(at.Step)
	return t, err
}

func (t *training) loop(ctx context.Context) error {
	for !t.at.Done {
		if ctx.Err() != nil || (t.opt.StopAfter > 0 && t.at.Step >= t.opt.StopAfter) {
			if err := t.save(); err != nil {
				return err
			}
			return ErrInterrupted
		}
		if err := t.step(); err != nil {
			return err
		}
		if time.Since(t.saved) >= t.opt.SaveEvery {
			if err := t.save(); err != nil {
				return err
			}
		}
	}
	return t.record(true)
}

func (t *training) step() error {
	length := t.recipe.Curriculum.length(t.at)
	batch, used, err := t.batch(length)
	if err != nil {
		return err
	}
	t.prepare(length, t.at.Samples+used)
	t.compileNext()
	rate := t.recipe.Rate * t.recipe.Curriculum.rate(t.at, t.recipe.WarmUp)
	m, err := t.trainer.Step(batch, rate, t.labelWeight())
	if err != nil {
		return err
	}
	if m.Loss != m.Loss {
		return fmt.Errorf("train: the loss is not a number at step %d: lower the learning rate %g", t.at.Step, t.recipe.Rate)
	}
	t.at.Samples += used
	t.tokens += used * length
	t.at = t.recipe.Curriculum.after(t.at, float64(m.Accuracy))
	t.window = append(t.window, metricOf(m, t.at.Step, length, rate))
	t.report(length)
	return t.record(false)
}

// labelWeight is 0 once the label's stages are over.
func (t *training) labelWeight() float64 {
	if n := t.recipe.LabelStages; n > 0 && t.at.Stage >= n {
		return 0
	}
	return t.recipe.LabelWeight
}

func metricOf(m hsa.Measures, step, length int, rate float64) Metric {
	return Metric{Step: step, Length: length, Loss: float64(m.AnswerLoss), LabelLoss: float64(m.LabelLoss), Accuracy: float64(m.Accuracy),
		Recall: float64(m.Recall), GoldWeight: float64(m.GoldWeight), GradNorm: float64(m.GradNorm), Rate: rate}
}

// record appends a metrics line every RecordEvery steps, or at the end.
func (t *training) record(last bool) error {
	if len(t.window) == 0 || (!last && t.at.Step%t.opt.RecordEvery != 0) {
		return nil
	}
	m := t.mean()
	line, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if _, err := t.log.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("train: metrics: %w", err)
	}
	t.window = t.window[:0]
	return nil
}

func (t *training) mean() Metric {
	last := t.window[len(t.window)-1]
	m := Metric{Step: last.Step, Length: last.Length, Rate: last.Rate, Tokens: last.Step * t.recipe.TokensPerStep}
	n := float64(len(t.window))
	for _, w := range t.window {
		m.Loss += w.Loss / n
		m.LabelLoss += w.LabelLoss / n
		m.Accuracy += w.Accuracy / n
		m.Recall += w.Recall / n
		m.GoldWeight += w.GoldWeight / n
		m.GradNorm += w.GradNorm / n
	}
	return m
}

func (t *training) report(length int) {
	if t.opt.Progress == nil {
		return
	}
	elapsed := time.Since(t.started)
	s := TrainStatus{Step: t.at.Step, MaxSteps: t.recipe.Curriculum.MaxSteps, Length: length, Elapsed: elapsed, Metric: t.mean()}
	if steps := t.at.Step - t.first; steps > 0 {
		s.TokensPerSec = float64(t.tokens) / elapsed.Seconds()
		s.ETA = elapsed / time.Duration(steps) * time.Duration(s.MaxSteps-t.at.Step)
	}
	t.opt.Progress(s)
}

func (t *training) save() error {
	state, err := t.trainer.State()
	if err != nil {
		return err
	}
	t.saved = time.Now()
	return t.opt.Dir.saveCheckpoint(state, t.at)
}

// finish saves the last checkpoint and then the weights, the vocabulary, the task and the model card.
func (t *training) finish() error {
	if err := t.save(); err != nil {
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
	dtype := safetensors.F32
	if t.opt.Half {
		dtype = safetensors.F16
	}
	return t.opt.Dir.writeWeights(t.opt.Dir.Weights(), file, state, t.words, dtype)
}
