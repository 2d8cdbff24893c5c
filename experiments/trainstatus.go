package experiments

import (
	"time"

	"github.com/hsalab/hsalab/hsa"
)

// TrainStatus is where a run stands, for a progress bar.
type TrainStatus struct {
	Step, MaxSteps int
	Adaptive       bool // the curriculum moves by accuracy, and often ends before MaxSteps
	Stage, Stages  int  // which of the curriculum's lengths it is at, from 0, and how many there are
	Length         int
	Metric         Metric        // means over the last steps
	TokensPerSec   float64       // but for the first step, which waits for the compiler; 0 before the second
	Elapsed        time.Duration // of this process
	ETA            time.Duration // to MaxSteps at the present speed; 0 before the second step

	// Weights are those that the step led to, to look at while training goes on; for calls from Progress.
	Weights func() (*hsa.Weights, error)
}

func (t *training) report(stage, length int) {
	if t.opt.Progress == nil {
		return
	}
	c, now := t.recipe.Curriculum, time.Now()
	s := TrainStatus{
		Step: t.at.Step, MaxSteps: c.MaxSteps, Adaptive: c.Shares == nil, Stage: stage, Stages: len(c.Lengths), Length: length,
		Metric: meanMetric(t.at.Window), Elapsed: now.Sub(t.pace.began), Weights: t.weights,
	}
	s.TokensPerSec, s.ETA = t.pace.speed(c.MaxSteps - t.at.Step)
	t.opt.Progress(s)
}

// pace is how fast a process trains, but for its first step.
type pace struct {
	began       time.Time
	first, last time.Time // when the first and the last step ended
	steps       int       // after the first
	tokens      int       // of those
}

// after is the pace after one more step of so many tokens.
func (p pace) after(tokens int, now time.Time) pace {
	if p.last = now; p.first.IsZero() {
		p.first = now
		return p
	}
	p.steps++
	p.tokens += tokens
	return p
}

// speed is the number of tokens a second, and how long so many more steps take.
func (p pace) speed(left int) (tokensPerSec float64, eta time.Duration) {
	took := p.last.Sub(p.first)
	if p.steps == 0 || took <= 0 {
		return 0, 0
	}
	return float64(p.tokens) / took.Seconds(), time.Duration(float64(took) / float64(p.steps) * float64(left))
}
