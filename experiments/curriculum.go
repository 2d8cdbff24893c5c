package experiments

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
)

// Curriculum moves the sequence length, the learning rate and, if asked to, top-K, the chunk size and the window. With Shares each length takes its
// share of MaxSteps. Without, a length is left when the accuracy over 50 steps reaches AdvanceAt, and the run ends when it
// reaches StopAt over 100 steps at the last one. Schedule says how the rate moves.
type Curriculum struct {
	Lengths   []int     `json:"lengths"`
	Shares    []float64 `json:"shares,omitempty"`
	AdvanceAt float64   `json:"advance_at,omitempty"`
	StopAt    float64   `json:"stop_at,omitempty"`
	MaxSteps  int       `json:"max_steps"`

	// TopK is the model's top_k at each length, 0 all visible chunks; the trained model has the last. Empty: the model's
	// own at every length.
	TopK []int `json:"top_k,omitempty"`
	// Chunk and Window are the model's chunk size and window at each length, as TopK: no parameter depends on them, so
	// retrieval can be learned at small chunks and carried to large ones.
	Chunk  []int `json:"chunk,omitempty"`
	Window []int `json:"window,omitempty"`

	Schedule  Schedule `json:"schedule,omitempty"`
	FinalRate float64  `json:"final_rate,omitempty"` // share of the learning rate at the end of a cosine
}

const (
	advanceWindow = 50
	stopWindow    = 100
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
	for key, values := range map[string][]int{"top_k": c.TopK, "chunk": c.Chunk, "window": c.Window} {
		if len(values) > 0 && len(values) != len(c.Lengths) {
			return fmt.Errorf("curriculum: %d values of %s for %d lengths: name one for each", len(values), key, len(c.Lengths))
		}
	}
	for _, l := range c.Lengths {
		if l <= 0 {
			return fmt.Errorf("curriculum: length %d: want a positive number of tokens", l)
		}
	}
	return c.validateSchedule()
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

// model is a config as it trains at a stage.
func (c Curriculum) model(m hsa.Config, stage int) hsa.Config {
	for _, switched := range []struct {
		values []int
		field  *int
	}{{c.TopK, &m.TopK}, {c.Chunk, &m.Chunk}, {c.Window, &m.Window}} {
		if len(switched.values) > 0 {
			*switched.field = switched.values[stage]
		}
	}
	return m
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
