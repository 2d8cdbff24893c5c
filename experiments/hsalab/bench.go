package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/viz"
)

type benchCmd struct {
	Machine  benchMachineCmd  `cmd:"" default:"withargs" help:"Training, reading, answering, a notebook cell; what \"hsalab bench\" alone does."`
	Notebook benchNotebookCmd `cmd:"" help:"Two hundred analysis cells through a real kernel, beside cells that import fmt alone."`
}

type benchMachineCmd struct {
	backendFlag
	Lengths  []int         `default:"1024,16384,262144" placeholder:"N" help:"Text lengths to read, in tokens."`
	Duration time.Duration `default:"5s" help:"Time to train for."`
	NoCells  bool          `help:"Leave the notebook cells out."`
}

// Run measures and prints one table.
func (b *benchMachineCmd) Run(ctx context.Context, c *console) error {
	speeds, err := b.measure(ctx, c)
	if err != nil {
		return err
	}
	host := experiments.ThisHost(b.Backend)
	t := viz.Table{
		Title: "Speed on this machine", Corner: "what", Columns: []string{"speed", "measured"},
		Provenance: viz.Provenance{Command: c.command, Commit: host.Commit, Hardware: hardware(host)},
	}
	var rows []viz.Row
	for _, s := range speeds {
		rows = append(rows, viz.Row{Label: s.What, Cells: []viz.Cell{{Text: rate(s)}, {Text: s.Detail}}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return c.show(t)
}

func (b *benchMachineCmd) measure(ctx context.Context, c *console) ([]experiments.Speed, error) {
	training, err := experiments.BenchTraining(ctx, b.Backend, b.Duration)
	if err != nil {
		return nil, err
	}
	list := []experiments.Speed{training}
	var answers []experiments.Speed
	for _, length := range b.Lengths {
		prefill, tail, err := experiments.BenchReading(ctx, b.Backend, length)
		if err != nil {
			return nil, err
		}
		list, answers = append(list, prefill), append(answers, tail)
	}
	list = append(list, answers...)
	if b.NoCells {
		return list, nil
	}
	cells, err := benchCells(ctx)
	if errors.Is(err, kernel.ErrNotSetUp) || errors.Is(err, kernel.ErrNoRoot) {
		fmt.Fprintln(c.err, "hsalab: no notebook cells measured:", err)
		return list, nil
	} else if err != nil {
		return nil, err
	}
	return append(list, cells...), nil
}

func rate(s experiments.Speed) string {
	if s.Unit == "tokens/s" {
		return speed(s.Value)
	}
	return fmt.Sprintf("%.0f %s", s.Value, s.Unit)
}

func hardware(h experiments.Host) string {
	return fmt.Sprintf("%s, %d cores, %s, backend %s", h.CPU, h.Cores, h.Go, h.Backend)
}
