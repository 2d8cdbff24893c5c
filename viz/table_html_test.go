package viz_test

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// TestTableAligns wants words flush left and numbers as the page has them, and no break inside an interval.
func TestTableAligns(t *testing.T) {
	table := viz.Table{Title: "Answers", Corner: "question", Columns: []string{"answer", "chunk", "what it says"}, Groups: []viz.Group{{
		Name: "asked", Rows: []viz.Row{
			{Label: "lemon", Cells: []viz.Cell{{Text: "otter"}, {Value: 70, Low: 60, High: 80}, {Text: "2 , 1 0 [8 - magic castle is goose]"}}},
			{Label: "pepper", Cells: []viz.Cell{{Text: "–"}, {Value: 1}, {Text: "–"}}},
			{Label: "castle", Cells: []viz.Cell{{Text: "goose"}, {Text: "–"}, {Text: "of vision"}}},
		},
	}}}
	html, err := viz.Fragment(table, viz.FragmentOptions{})
	if err != nil {
		t.Fatal(err)
	}
	const left = ` style="text-align:left"`
	for _, want := range []string{
		`<th scope="col"` + left + ">question<", `<th scope="col"` + left + ">answer<", `<th scope="col">chunk<`, `<th scope="col"` + left + ">what it says<",
		`<th scope="rowgroup"` + left, `<th scope="row"` + left + ">lemon<", "<td" + left + ">otter<", "<td" + left + ">2 , 1 0 ",
		`<td>70 <small style="white-space:nowrap">[60, 80]</small></td>`, "<td>–</td>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the table lacks %s:\n%s", want, html)
		}
	}
}
