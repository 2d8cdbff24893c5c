package experiments

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/google/renameio/v2"
)

// Metric is a line of metrics.jsonl: means over the steps since the line before.
type Metric struct {
	Step       int     `json:"step"`
	Tokens     int     `json:"tokens"`
	Length     int     `json:"length"`
	Loss       float64 `json:"loss"` // cross-entropy of the answers, nats
	LabelLoss  float64 `json:"label_loss,omitempty"`
	StepLoss   float64 `json:"step_loss,omitempty"`
	Accuracy   float64 `json:"accuracy"`
	Recall     float64 `json:"recall"` // recall@K of the gold chunk
	GoldWeight float64 `json:"gold_weight"`
	GradNorm   float64 `json:"grad_norm"`
	Rate       float64 `json:"rate"`
}

// meanMetric is what stands for several steps: their means, and where the last one stands.
func meanMetric(steps []Metric) Metric {
	last := steps[len(steps)-1]
	m := Metric{Step: last.Step, Tokens: last.Tokens, Length: last.Length, Rate: last.Rate}
	n := float64(len(steps))
	for _, s := range steps {
		m.Loss += s.Loss / n
		m.LabelLoss += s.LabelLoss / n
		m.StepLoss += s.StepLoss / n
		m.Accuracy += s.Accuracy / n
		m.Recall += s.Recall / n
		m.GoldWeight += s.GoldWeight / n
		m.GradNorm += s.GradNorm / n
	}
	return m
}

// openMetrics opens metrics.jsonl for appending, cut to the good lines up to a step, so that a resumed run continues the
// record of its checkpoint.
func (d RunDir) openMetrics(step int) (*os.File, error) {
	raw, err := os.ReadFile(d.metrics())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("run: %w", err)
	}
	old, _ := decodeMetrics(raw) // a damaged line is no reason to lose the run
	old = slices.DeleteFunc(old, func(m Metric) bool { return m.Step > step })
	if err := renameio.WriteFile(d.metrics(), encodeMetrics(old), 0o644); err != nil {
		return nil, fmt.Errorf("run: %w", err)
	}
	return os.OpenFile(d.metrics(), os.O_APPEND|os.O_WRONLY, 0o644)
}

// ReadMetrics reads a metrics file; a last line that an interruption has torn is left out. Any other line that is damaged
// is an error.
func ReadMetrics(path string) ([]Metric, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	list, err := decodeMetrics(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: remove the line, or train on: a run drops it", path, err)
	}
	return list, nil
}

func encodeMetrics(list []Metric) []byte {
	var b bytes.Buffer
	for _, m := range list {
		line, _ := json.Marshal(m) // numbers of a finite loss always encode
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

// decodeMetrics returns the good lines, and as the error the first damaged one that was not torn off at the end.
func decodeMetrics(raw []byte) (list []Metric, first error) {
	lines := bytes.Split(raw, []byte("\n"))
	for i, line := range lines {
		if len(line) == 0 {
			continue
		}
		var m Metric
		if err := json.Unmarshal(line, &m); err == nil {
			list = append(list, m)
		} else if i < len(lines)-1 && first == nil {
			first = fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return list, first
}
