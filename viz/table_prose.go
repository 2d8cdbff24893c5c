package viz

import (
	"strings"

	pretty "github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// columnRim is what a column of a framed table needs beside its text: two spaces and a line.
const columnRim = 3

// wrapped gives each column of a table of sentences its width, so that the frame fits: the widest give way to the
// others, down to their longest word.
func (t Table) wrapped(width int) []pretty.ColumnConfig {
	natural, least := t.widths()
	room := width - 1 - columnRim*len(natural)
	for sum(natural) > room {
		widest := 0
		for i := range natural {
			if natural[i]-least[i] > natural[widest]-least[widest] {
				widest = i
			}
		}
		if natural[widest] <= least[widest] {
			break
		}
		natural[widest]--
	}
	var configs []pretty.ColumnConfig
	for i, n := range natural {
		configs = append(configs, pretty.ColumnConfig{Number: i + 1, WidthMax: n, WidthMaxEnforcer: text.WrapSoft, VAlign: text.VAlignTop})
	}
	return configs
}

// widths are those of the columns as they stand, and of their longest words.
func (t Table) widths() (natural, least []int) {
	rows := [][]string{append([]string{t.Corner}, t.Columns...)}
	for _, g := range t.Groups {
		for _, r := range g.Rows {
			row := []string{r.Label}
			for _, c := range r.Cells {
				row = append(row, t.plain(c, " "))
			}
			rows = append(rows, row)
		}
	}
	natural, least = make([]int, len(rows[0])), make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			cell = Clean(cell)
			natural[i] = max(natural[i], text.StringWidth(cell))
			least[i] = max(least[i], longestWord(cell))
		}
	}
	return natural, least
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}

// longestWord is the width of the longest part of s between spaces.
func longestWord(s string) int {
	longest := 0
	for _, word := range strings.Fields(s) {
		longest = max(longest, text.StringWidth(word))
	}
	return longest
}
