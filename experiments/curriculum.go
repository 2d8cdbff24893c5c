package experiments

import (
	"fmt"
)

// Curriculum moves the sequence length and the learning rate. With Shares each length takes its share of MaxSteps and
// the rate falls linearly over the last 40 % of the steps. Without, a length is left when the accuracy over 50 steps
// reaches AdvanceAt; at the last one the rate falls to a third once accuracy reaches 0.95, and the run ends when it
// reaches StopAt over 100 steps.
type Curriculum struct {
	Lengths   []int     `json:"lengths"`
	Shares    []float64 `json:"shares,omitempty"`
	AdvanceAt float64   `json:"advance_at,omitempty"`
	StopAt    float64   `json:"stop_at,omitempty"`
	MaxSteps  int       `json:"max_steps"`
}

const (
	advanceWindow = 50
	stopWindow    = 100
	lowerRateAt   = 0.95
	loweredRate   = 0.3
	decayFrom     = 0.6
)

func (c Curriculum) validate() error {
	switch {
	case len(c.Lengths) == 0 || c.MaxSteps <= 0:
		return fmt.Errorf("curriculum: want at least one length and a positive number of steps")
	case c.Shares != nil && len(c.Shares) != len(c.Lengths):
		return fmt.Errorf("curriculum: %d shares for %d lengths", len(c.Shares), len(c.Lengths))
	case c.Shares == nil && (c.AdvanceAt <= 0 || c.StopAt <= 0):
		return fmt.Errorf("curriculum: without shares, advance_at and stop_at must be positive")
	}
	return nil
}

// progress is where a run stands in its curriculum; it is part of a checkpoint.
type progress struct {
	Step    int       `json:"step"`
	Stage   int       `json:"stage"`   // index into Lengths
	Samples int       `json:"samples"` // training samples used so far
	Lowered bool      `json:"lowered"` // the rate has fallen to a third
	Recent  []float64 `json:"recent"`  // accuracies of the last steps at this length
	Done    bool      `json:"done"`
}

// length is the sequence length of the next step.
func (c Curriculum) length(p progress) int { return c.Lengths[p.Stage] }

// rate is the factor on the learning rate of the next step.
func (c Curriculum) rate(p progress, warmUp int) float64 {
	factor := 1.0
	if warmUp > 0 {
		factor = min(1, float64(p.Step+1)/float64(warmUp))
	}
	if c.Shares == nil {
		if p.Lowered {
			factor *= loweredRate
		}
		return factor
	}
	if done := float64(p.Step) / float64(c.MaxSteps); done > decayFrom {
		factor *= (1 - done) / (1 - decayFrom)
	}
	return factor
}

// after moves on from a step that reached this accuracy.
func (c Curriculum) after(p progress, accuracy float64) progress {
	p.Step++
	p.Recent = append(p.Recent, accuracy)
	if len(p.Recent) > stopWindow {
		p.Recent = p.Recent[len(p.Recent)-stopWindow:]
	}
	last := p.Stage == len(c.Lengths)-1
	switch {
	case c.Shares != nil:
		if !last && p.Step >= c.stageEnd(p.Stage) {
			p.Stage, p.Recent = p.Stage+1, nil
		}
	case !last && p.mean(advanceWindow) >= c.AdvanceAt:
		p.Stage, p.Recent = p.Stage+1, nil
	case last:
		p.Lowered = p.Lowered || p.mean(advanceWindow) >= lowerRateAt
		p.Done = p.mean(stopWindow) >= c.StopAt
	}
	p.Done = p.Done || p.Step >= c.MaxSteps
	return p
}

// mean is the accuracy over the last n steps at this length, or 0 before there are as many.
func (p progress) mean(n int) float64 {
	if len(p.Recent) < n {
		return 0
	}
	sum := 0.0
	for _, a := range p.Recent[len(p.Recent)-n:] {
		sum += a
	}
	return sum / float64(n)
}

// stageEnd is the step at which a stage of a curriculum with shares ends.
func (c Curriculum) stageEnd(stage int) int {
	total, sum := 0.0, 0.0
	for i, s := range c.Shares {
		total += s
		if i <= stage {
			sum += s
		}
	}
	return int(sum / total * float64(c.MaxSteps))
}
