package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gomlx/compute/dtypes"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

var layerNumber = regexp.MustCompile(`\.\d+(\.|$)`)

// paramTable lists the parameters by part; parts that differ in the number of their layer stand once.
func paramTable(name string, c hsa.Config) viz.Table {
	var kinds []partKind
	at := map[string]int{}
	for _, part := range c.ParamParts() {
		key := anyLayer(part.Name)
		if _, there := at[key]; !there {
			at[key] = len(kinds)
			kinds = append(kinds, partKind{name: key, part: part})
		}
		kinds[at[key]].times++
	}
	t := viz.Table{Title: fmt.Sprintf("%s: %s parameters", name, grouped(c.NumParams())), Corner: "parameter",
		Columns: []string{"shape", "values", "in all"}, Caption: "N stands for the numbers of layers and groups. Weights are [out in]."}
	for _, k := range kinds {
		t.Groups = append(t.Groups, k.group())
	}
	return t
}

// partKind is a part that occurs a number of times, such as a layer.
type partKind struct {
	name  string
	part  hsa.ParamPart
	times int
}

// group are the rows of a part.
func (k partKind) group() viz.Group {
	size := k.part.Size()
	g := viz.Group{Name: fmt.Sprintf("%s: %s%s", k.name, grouped(k.times*size), when(k.times > 1, " = %d × %s", k.times, grouped(size)))}
	for _, p := range k.part.Params {
		g.Rows = append(g.Rows, viz.Row{Label: strings.TrimPrefix(anyLayer(p.Name), k.name+"."), Cells: []viz.Cell{
			{Text: fmt.Sprint(p.Shape)}, {Text: grouped(p.Size())}, {Text: grouped(k.times * p.Size())}}})
	}
	return g
}

// anyLayer is a name with N for the numbers of layers and groups.
func anyLayer(name string) string {
	return layerNumber.ReplaceAllString(layerNumber.ReplaceAllString(name, ".N$1"), ".N$1")
}

// trainingTable is what a step takes.
func trainingTable(c hsa.Config, batch, length int) viz.Table {
	f := c.ForecastTraining(batch, length, hsa.Dispatch)
	return viz.Table{
		Title:  fmt.Sprintf("Training on %d × %d tokens", batch, length),
		Corner: "part", Columns: []string{"forecast"},
		Groups: []viz.Group{
			{Name: "memory at the peak", Rows: amounts(bytesText, f.Memory)},
			{Name: "FLOPs a token, forward and backward", Rows: amounts(flopsText, f.FLOPs)},
		},
		Caption: "Every position is a question; 32-bit floats, AdamW, dispatch form. XLA takes less memory than this.",
	}
}

// streamTables are what reading a text and answering at its end take, at the length of training and at a longer one.
func streamTables(c hsa.Config, trained, length int) (memory, flops viz.Table) {
	near, far := c.ForecastStream(hsa.StreamPlan{Length: trained}), c.ForecastStream(hsa.StreamPlan{Length: length})
	half := c.ForecastStream(hsa.StreamPlan{Length: length, Storage: dtypes.BFloat16})
	memory = viz.Table{
		Title:  "Streaming: memory at the peak",
		Corner: "part", Columns: []string{tokens(trained), tokens(length), "in bfloat16"},
		Groups: []viz.Group{
			{Rows: amounts(bytesText, near.Memory, far.Memory, half.Memory)},
			{Name: "resident process", Rows: []viz.Row{
				peaks(20, near, far, half), peaks(100, near, far, half),
			}},
		},
		Caption: "Segments of 4,096 tokens and a tail of 512, on the Go backend; keys and values in float32, or in bfloat16. The process has the program too, and what the collector lets the heap grow by (GOGC).",
	}
	flops = viz.Table{
		Title:  "Streaming: FLOPs a token",
		Corner: "part", Columns: []string{tokens(trained), tokens(length)},
		Groups: []viz.Group{
			{Name: "to read one", Rows: amounts(flopsText, near.Read, far.Read)},
			{Name: "to answer one at the end", Rows: amounts(flopsText, near.Answer, far.Answer)},
		},
		Caption: "Matrix products, a multiply-add counted as two. Only the scores of the chunks grow with the text.",
	}
	return memory, flops
}

// peaks is what the process takes with a setting of the collector.
func peaks(gcPercent int, forecasts ...hsa.StreamForecast) viz.Row {
	row := viz.Row{Label: fmt.Sprintf("GOGC %d", gcPercent)}
	for _, f := range forecasts {
		row.Cells = append(row.Cells, viz.Cell{Text: bytesText(f.Peak(gcPercent))})
	}
	return row
}

// amounts are the rows of lists of the same parts, and their totals.
func amounts(text func(float64) string, lists ...hsa.Amounts) []viz.Row {
	var rows []viz.Row
	for _, a := range lists[len(lists)-1] {
		row := viz.Row{Label: a.Part}
		for _, list := range lists {
			row.Cells = append(row.Cells, viz.Cell{Text: text(list.Of(a.Part))})
		}
		rows = append(rows, row)
	}
	total := viz.Row{Label: "total"}
	for _, list := range lists {
		total.Cells = append(total.Cells, viz.Cell{Text: text(list.Total())})
	}
	return append(rows, total)
}

func bytesText(n float64) string { return size(int64(n)) }

// flopsText shows FLOPs with three digits.
func flopsText(n float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "K"}} {
		if n >= unit.size {
			return fmt.Sprintf("%.3g %s", n/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%.3g", n)
}

// tokens shows a length.
func tokens(n int) string { return grouped(n) + " tokens" }

// grouped writes a whole number with a comma every three digits.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
