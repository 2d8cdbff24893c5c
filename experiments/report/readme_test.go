package report

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/viz"
)

// TestReadme holds the tables of the README to the figures as they are kept, and so to the rows.
func TestReadme(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(Marked(raw)) < 2 {
		t.Fatalf("the README marks %v; want its accuracy and its effects at least", Marked(raw))
	}
	fresh, stale, err := Rewrite(raw, figures.Drawn)
	if err != nil {
		t.Fatal(err)
	}
	if len(stale) > 0 || string(fresh) != string(raw) {
		t.Errorf("stale: %v; run \"hsalab reproduce --readme README.md\"", stale)
	}
}

func TestRewrite(t *testing.T) {
	find := func(name string) (viz.Figure, error) {
		switch name {
		case "table":
			return viz.Table{Title: "t", Corner: "c", Columns: []string{"a"}, Caption: "left out", Footnotes: []string{"kept"}, Groups: []viz.Group{{Rows: []viz.Row{{Label: "r", Cells: []viz.Cell{{Value: 0.5}}}}}}}, nil
		case "curve":
			return viz.Curve{Title: "t", TrainingLength: 1, Series: []viz.Series{{Name: "m", Points: []viz.Point{{X: 4, Y: 0.5, Low: 0.4, High: 0.6}}}}}, nil
		case "map":
			return viz.Mismatch{}, nil
		}
		return nil, errors.New("no such figure")
	}
	const before, between, after = "# Text\n\n", "\n\nmore $1 text\n", "\nend\n"
	old := before + "<!-- table table -->\nstale\n<!-- end -->" + between + "<!-- table curve -->\n<!-- end -->" + after
	fresh, stale, err := Rewrite([]byte(old), find)
	if err != nil {
		t.Fatal(err)
	}
	want := before + "<!-- table table -->\n| c | a |\n|:---|---:|\n| r | 0.5 |\n\nkept\n<!-- end -->" + between +
		"<!-- table curve -->\n| model | 4× |\n|:---|---:|\n| m | 0.500 \\[0.40, 0.60\\] |\n<!-- end -->" + after
	if string(fresh) != want || strings.Join(stale, " ") != "table curve" {
		t.Errorf("stale %v:\n%s\nwant\n%s", stale, fresh, want)
	}
	again, stale, err := Rewrite(fresh, find)
	if err != nil || len(stale) > 0 || string(again) != string(fresh) {
		t.Errorf("a second time: stale %v, %v", stale, err)
	}
	for name, text := range map[string]string{
		"unknown figure": "<!-- table none -->\n<!-- end -->", "not a table": "<!-- table map -->\n<!-- end -->", "not closed": "<!-- table table -->\n",
	} {
		if _, _, err := Rewrite([]byte(text), find); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
