package experiments

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/hsalab/hsalab/hsa"
)

// step takes one step and records it.
func (t *training) step(ctx context.Context) error {
	if err := t.enterStage(); err != nil {
		return err
	}
	length := t.recipe.Curriculum.length(t.at.progress)
	batches, used, err := t.batches(length)
	if err != nil {
		return err
	}
	t.prepare(length, t.at.Samples+used)
	t.compileNext()
	rate := t.recipe.Rate * t.recipe.Curriculum.rate(t.at.progress, t.recipe.WarmUp)
	measures, err := t.compute(ctx, batches, rate)
	if err != nil {
		return err
	}
	t.at.Samples += used
	t.pace = t.pace.after(used*length, time.Now())
	stage := t.at.Stage
	t.at.progress = t.recipe.Curriculum.after(t.at.progress, float64(measures.Accuracy))
	m := t.metricOf(measures, length, rate)
	if bad := m.Loss + m.LabelLoss + m.GradNorm; math.IsNaN(bad) || math.IsInf(bad, 0) {
		return fmt.Errorf("train: loss %g, label loss %g, gradient %g at step %d: lower the learning rate %g", m.Loss, m.LabelLoss, m.GradNorm, m.Step, t.recipe.Rate)
	}
	t.at.Window = append(t.at.Window, m)
	t.report(stage, length)
	if err := t.record(false); err != nil {
		return err
	}
	return t.keepBest(m)
}

// enterStage makes a trainer where the curriculum has another top-K for this stage: it goes on from the state of the one
// before.
func (t *training) enterStage() error {
	model := t.recipe.Curriculum.model(t.recipe.Model, t.at.Stage)
	if model == t.model {
		return nil
	}
	state, err := t.trainer.State()
	if err != nil {
		return err
	}
	return t.newTrainer(model, state)
}

func (t *training) newTrainer(model hsa.Config, state *hsa.State) (err error) {
	o := hsa.TrainOptions{Optimizer: t.recipe.Optimizer, Label: t.recipe.Label, Steps: t.recipe.steps(), Form: t.recipe.form(model), NoiseSeed: t.recipe.Seed,
		Compute: t.recipe.Compute}
	t.model = model
	t.trainer, err = hsa.NewTrainer(t.backend, t.recipe.architecture(model), o, state)
	return err
}

// errGivenUp says that an interrupt did not wait for the step under way.
var errGivenUp = errors.New("the step under way is given up")

// patience is how long an interrupt waits for the step under way, so that a checkpoint is there within 3 s.
const patience = 1500 * time.Millisecond

// compute is the device's part of a step. When ctx ends and the step takes longer still, as those of large models and
// compilations do, it is given up: the state stays that of the step before.
func (t *training) compute(ctx context.Context, batches []hsa.Batch, rate float64) (hsa.Measures, error) {
	type outcome struct {
		measures hsa.Measures
		err      error
	}
	done := make(chan outcome, 1)
	label := t.labelWeight()
	go func() {
		m, err := t.trainer.StepMicro(batches, rate, label)
		done <- outcome{m, err}
	}()
	select {
	case o := <-done:
		return o.measures, o.err
	case <-ctx.Done():
	}
	select {
	case o := <-done:
		return o.measures, o.err
	case <-time.After(t.patience):
	}
	state, err := t.trainer.State()
	if err != nil {
		return hsa.Measures{}, err
	}
	if state.Step > t.at.Step { // it has just ended
		o := <-done
		return o.measures, o.err
	}
	t.before = state
	return hsa.Measures{}, errGivenUp
}

// weights are the model's after the last step.
func (t *training) weights() (*hsa.Weights, error) {
	state, err := t.trainer.State()
	if err != nil {
		return nil, err
	}
	return &hsa.Weights{Config: t.model, Values: state.Values}, nil
}

// labelWeight is 0 once the label's stages are over.
func (t *training) labelWeight() float64 {
	if n := t.recipe.LabelStages; n > 0 && t.at.Stage >= n {
		return 0
	}
	return t.recipe.LabelWeight
}

// metricOf is the metric of the step that was just taken.
func (t *training) metricOf(m hsa.Measures, length int, rate float64) Metric {
	return Metric{Step: t.at.Step, Tokens: t.at.Step * t.recipe.TokensPerStep, Length: length, Loss: float64(m.AnswerLoss),
		LabelLoss: float64(m.LabelLoss), StepLoss: float64(m.StepLoss), Accuracy: float64(m.Accuracy), Recall: float64(m.Recall), GoldWeight: float64(m.GoldWeight),
		GradNorm: float64(m.GradNorm), Rate: rate}
}

// record appends a metrics line every RecordEvery steps, or at the end.
func (t *training) record(last bool) error {
	if len(t.at.Window) == 0 || (!last && t.at.Step%t.opt.RecordEvery != 0) {
		return nil
	}
	m := meanMetric(t.at.Window)
	t.at.Window = t.at.Window[:0]
	return t.log.write(m)
}

// form is how training attends to what was picked: the dense form computes every chunk for every token, which is fastest
// while they are few.
func (r Recipe) form(model hsa.Config) hsa.Form {
	const fewChunks = 32
	if slices.Max(r.Curriculum.Lengths)/model.Chunk > fewChunks {
		return hsa.Dispatch
	}
	return hsa.Dense
}
