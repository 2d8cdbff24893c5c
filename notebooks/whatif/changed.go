package whatif

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// changed is a model with those of its changes that are the same for every text, so that each is compiled once.
type changed struct {
	model *hsa.Model
	with  map[string]*hsa.Model // by treatment
}

func newChanged(m *hsa.Model) (*changed, error) {
	c := &changed{m, map[string]*hsa.Model{}}
	for _, t := range treatments {
		if t.of == nil {
			continue
		}
		with, err := m.With(t.of(m.Config())...)
		if err != nil {
			c.close()
			return nil, fmt.Errorf("whatif: %s: %w", t.name, err)
		}
		c.with[t.name] = with
	}
	return c, nil
}

func (c *changed) close() {
	for _, m := range c.with {
		m.Close()
	}
}

// treat reads one text with every treatment.
func (c *changed) treat(ctx context.Context, task data.Task, index, length int) ([]results.Row, error) {
	p, err := experiments.NewProbe(task, c.model.Config().Chunk, index, length, questionsTail)
	if err != nil {
		return nil, err
	}
	reading, err := p.Read(ctx, c.model, hsa.TailOptions{})
	if err != nil {
		return nil, err
	}
	rows := rowsOf(untouched, task.Name(), index, reading)
	for _, t := range treatments {
		reading, err := c.read(ctx, t, p)
		if err != nil {
			return nil, fmt.Errorf("whatif: %s: %w", t.name, err)
		}
		rows = append(rows, rowsOf(t.name, task.Name(), index, reading)...)
	}
	return rows, nil
}

// read reads a text with one treatment.
func (c *changed) read(ctx context.Context, t treatment, p *experiments.Probe) (*experiments.Reading, error) {
	if m, ok := c.with[t.name]; ok {
		return p.Read(ctx, m, hsa.TailOptions{})
	}
	m, err := c.model.With(t.ofText(p, c.model.Config())...)
	if err != nil {
		return nil, err
	}
	defer m.Close()
	return p.Read(ctx, m, hsa.TailOptions{})
}
