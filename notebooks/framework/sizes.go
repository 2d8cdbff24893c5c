package framework

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Presets compares the sizes that have a name.
func Presets() { show.Figures(presets()) }

func presets() viz.Table {
	t := viz.Table{
		Title: "Sizes that have a name", Corner: "preset",
		Columns: []string{"parameters", "chunk S", "window W", "top-K", "trained at", "a token in memory", "what for"},
		Caption: "A token in memory: what the chunk memory keeps for each token of the text, keys, values and landmarks, in 32-bit floats.",
	}
	var rows []viz.Row
	for _, p := range hsa.Presets() {
		c := p.Config(0)
		rows = append(rows, viz.Row{Label: p.Name, Cells: []viz.Cell{
			{Text: count(float64(c.NumParams()))}, {Text: fmt.Sprint(c.Chunk)}, {Text: fmt.Sprint(c.Window)}, {Text: fmt.Sprint(c.TopK)},
			{Text: fmt.Sprint(p.TrainingLength)}, {Text: fmt.Sprintf("%d bytes", c.ChunkMemory(c.Chunk)/int64(c.Chunk))}, {Text: p.Summary},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// count shows a number of parameters in thousands or millions.
func count(n float64) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.1fM", n/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.1fK", n/1e3)
	}
	return fmt.Sprint(n)
}

// Parts shows where the parameters of a model are, from the input to the output.
func (m Model) Parts() {
	show.Check(m.err)
	show.Figures(m.parts())
}

func (m Model) parts() viz.Table {
	t := viz.Table{Title: m.Name + ": parameters by part", Corner: "part", Columns: []string{"parameters", "share"}, Decimals: 3}
	var rows []viz.Row
	for _, p := range m.Config.ParamParts() {
		rows = append(rows, viz.Row{Label: p.Name, Cells: []viz.Cell{{Text: fmt.Sprint(p.Size())}, {Value: float64(p.Size()) / float64(m.Config.NumParams())}}})
	}
	rows = append(rows, viz.Row{Label: "all", Cells: []viz.Cell{{Text: fmt.Sprint(m.Config.NumParams())}, {Value: 1}}})
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// lengths are those of a forecast, rising.
var lengths = []int{1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 25}

// Memory shows the memory that models are forecast to take while they read texts up to 32M tokens.
func Memory(names ...string) { show.Figure(memory(names)) }

func memory(names []string) (viz.Cost, error) {
	c := viz.Cost{Title: "Memory to read a text, as forecast"}
	for _, name := range names {
		config, err := hsa.Preset(name, 0)
		if err != nil {
			return c, err
		}
		s := viz.CostSeries{Name: name}
		for _, l := range lengths {
			s.Points = append(s.Points, viz.CostPoint{Length: float64(l), Bytes: viz.Measure{Value: config.ForecastStream(hsa.StreamPlan{Length: l}).Memory.Total()}})
		}
		c.Series = append(c.Series, s)
	}
	return c, nil
}

// Arithmetic shows the floating-point operations a token, by part, of reading a text and of answering at its end, for
// texts of some lengths.
func (m Model) Arithmetic(lengths ...int) {
	show.Check(m.err)
	show.Figures(m.arithmetic(lengths))
}

func (m Model) arithmetic(lengths []int) viz.Table {
	t := viz.Table{
		Title: m.Name + ": floating-point operations a token", Corner: "part", Columns: []string{"to read"},
		Caption: "To read a token: lower half and encoder, whatever the length. To answer: the upper half for one token at the end of a text, with the scores of every chunk.",
	}
	read := m.Config.ForecastStream(hsa.StreamPlan{Length: lengths[0]}).Read
	var answers []hsa.Amounts
	for _, l := range lengths {
		t.Columns = append(t.Columns, fmt.Sprintf("to answer after %d", l))
		answers = append(answers, m.Config.ForecastStream(hsa.StreamPlan{Length: l}).Answer)
	}
	var rows []viz.Row
	for _, part := range []string{hsa.FLOPsProjections, hsa.FLOPsWindows, hsa.FLOPsEncoder, hsa.FLOPsScoring, hsa.FLOPsWeights, hsa.FLOPsChunks, hsa.FLOPsHead} {
		row := viz.Row{Label: part, Cells: []viz.Cell{{Text: count(read.Of(part))}}}
		for _, a := range answers {
			row.Cells = append(row.Cells, viz.Cell{Text: count(a.Of(part))})
		}
		rows = append(rows, row)
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}
