package eval

import (
	"context"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

// GlanceRatio is how far a glance goes: 64 times the training length.
const GlanceRatio = 64

// GlanceOptions says how a glance is carried out.
type GlanceOptions struct {
	Backend  string
	Command  string
	Progress func(model string, s Status) // over all models and lengths; may be nil
}

// Glance evaluates models on the task of their training, nano-robust among decoys, from the training length to 64
// times that, with few texts: one minute on two cores. The intervals of its rows say how few.
func Glance(ctx context.Context, models []*experiments.Trained, o GlanceOptions) ([]results.Row, error) {
	g := glance{opt: o, started: time.Now()}
	for _, m := range models {
		for _, length := range Ladder(m.Weights.Config.TrainingLength, GlanceRatio) {
			n := glanceSamples(length)
			g.status.Total += n
			g.status.Tokens += n * length
		}
	}
	for _, m := range models {
		for _, length := range Ladder(m.Weights.Config.TrainingLength, GlanceRatio) {
			if err := g.length(ctx, m, length); err != nil {
				return nil, err
			}
		}
	}
	return g.rows, nil
}

// glanceSamples is how many texts a glance evaluates at a length: 256K tokens' worth, 16 to 32.
func glanceSamples(length int) int { return min(32, max(16, (1<<18)/length)) }

type glance struct {
	opt     GlanceOptions
	rows    []results.Row
	status  Status
	started time.Time
}

func (g *glance) length(ctx context.Context, m *experiments.Trained, length int) error {
	before := g.status
	return Run(ctx, m, Options{
		Backend: g.opt.Backend, Command: g.opt.Command, Tasks: []string{GlanceTask(m)}, Lengths: []int{length}, Samples: glanceSamples(length),
		Write: func(rows ...results.Row) error { g.rows = append(g.rows, rows...); return nil },
		Progress: func(s Status) {
			g.status.Length, g.status.Done, g.status.TokensDone = length, before.Done+s.Done, before.TokensDone+s.TokensDone
			g.report(m.Name)
		},
	})
}

func (g *glance) report(model string) {
	s := &g.status
	s.Elapsed = time.Since(g.started)
	s.ETA = time.Duration(float64(s.Elapsed) / float64(s.TokensDone) * float64(s.Tokens-s.TokensDone))
	if g.opt.Progress != nil {
		g.opt.Progress(model, *s)
	}
}

// GlanceTask is what a glance asks of a model: recall among decoys of one trained against the chunks of the whole batch,
// which is what that is for, else the first of its tasks.
func GlanceTask(m *experiments.Trained) string {
	if s := m.Task.Symbols; s != nil && s.KeySymbols == 2 {
		return "decoys"
	}
	return m.Task.Tasks()[0]
}
