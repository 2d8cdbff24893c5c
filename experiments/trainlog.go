package experiments

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hsalab/hsalab/experiments/events"
)

// runLog is the record of a run: metrics.jsonl, and the same as TensorBoard events.
type runLog struct {
	lines interface {
		io.WriteCloser
		Sync() error
	}
	events *events.Writer
}

// openLog opens the record, cut to a step.
func (d RunDir) openLog(step int) (*runLog, error) {
	lines, err := d.openMetrics(step)
	if err != nil {
		return nil, err
	}
	e, err := events.Open(string(d), step)
	if err != nil {
		return nil, errors.Join(err, lines.Close())
	}
	return &runLog{lines, e}, nil
}

// write appends a metric to both.
func (l *runLog) write(m Metric) error {
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("train: metrics: %w", err)
	}
	if _, err := l.lines.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("train: metrics: %w", err)
	}
	return l.events.Write(events.Event{Time: time.Now(), Step: m.Step, Scalars: scalarsOf(m)})
}

func scalarsOf(m Metric) []events.Scalar {
	return []events.Scalar{
		{Tag: "train/loss", Value: float32(m.Loss)},
		{Tag: "train/label_loss", Value: float32(m.LabelLoss)},
		{Tag: "train/step_loss", Value: float32(m.StepLoss)},
		{Tag: "train/accuracy", Value: float32(m.Accuracy)},
		{Tag: "train/recall", Value: float32(m.Recall)},
		{Tag: "train/gold_weight", Value: float32(m.GoldWeight)},
		{Tag: "optimizer/grad_norm", Value: float32(m.GradNorm)},
		{Tag: "optimizer/learning_rate", Value: float32(m.Rate)},
		{Tag: "curriculum/length", Value: float32(m.Length)},
		{Tag: "curriculum/tokens", Value: float32(m.Tokens)},
	}
}

// sync puts the lines on disk, so that the record of a checkpoint is there when it is.
func (l *runLog) sync() error {
	if err := l.lines.Sync(); err != nil {
		return fmt.Errorf("train: metrics: %w", err)
	}
	return nil
}

func (l *runLog) close() error { return errors.Join(l.lines.Close(), l.events.Close()) }
