package experiments

import "fmt"

// KeepBest says by what the best checkpoint is chosen. The candidates are the states at every BestEvery-th step that
// those many steps at one length have led to; the figure is the mean over these steps, on training data. One at a greater
// length is always better.
type KeepBest string

const (
	BestAccuracy KeepBest = "accuracy" // the highest share of right answers; the default
	BestLoss     KeepBest = "loss"     // the lowest cross-entropy of the answers
	BestNone     KeepBest = "none"     // keep no best checkpoint
)

func (k KeepBest) validate() error {
	switch k {
	case BestAccuracy, BestLoss, BestNone:
		return nil
	}
	return fmt.Errorf("train: keep the best by %q: want accuracy, loss or none", k)
}

// candidate is a state for the best checkpoint, or one in the making: sums over its steps so far.
type candidate struct {
	Step     int     `json:"step"` // the last of its steps
	Length   int     `json:"length"`
	Steps    int     `json:"steps"`
	Accuracy float64 `json:"accuracy"`
	Loss     float64 `json:"loss"`
}

// with is the candidate after one more step; a step at another length begins a new one.
func (c candidate) with(m Metric) candidate {
	if c.Length != m.Length {
		c = candidate{Length: m.Length}
	}
	c.Step = m.Step
	c.Steps++
	c.Accuracy += m.Accuracy
	c.Loss += m.Loss
	return c
}

// better compares two candidates of equally many steps; the earlier of two that are equal stays.
func (k KeepBest) better(c candidate, than *candidate) bool {
	switch {
	case than == nil || c.Length > than.Length:
		return true
	case c.Length < than.Length:
		return false
	case k == BestLoss:
		return c.Loss/float64(c.Steps) < than.Loss/float64(than.Steps)
	}
	return c.Accuracy/float64(c.Steps) > than.Accuracy/float64(than.Steps)
}

// keepBest saves the present state if it is the best candidate so far.
func (t *training) keepBest(m Metric) error {
	t.at.Trial = t.at.Trial.with(m)
	if t.opt.KeepBest == BestNone || t.at.Trial.Steps < t.opt.BestEvery {
		return nil
	}
	c := t.at.Trial
	t.at.Trial = candidate{}
	if !t.opt.KeepBest.better(c, t.at.Best) {
		return nil
	}
	t.at.Best = &c
	return t.save(Best)
}
