package viz

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestPageLinks(t *testing.T) {
	page := func(path string) (string, error) {
		var b strings.Builder
		err := WritePage(&b, Page{Title: "t", Sections: []Section{{Links: []Link{{"PNG", "a/b c.png"}, {"<i>", path}}}}})
		return b.String(), err
	}
	got, err := page("d.svg")
	if want := `<a href="./a/b%20c.png">PNG</a> · <a href="./d.svg">&lt;i&gt;</a>`; err != nil || !strings.Contains(got, want) {
		t.Errorf("%v: the page lacks %s", err, want)
	}
	for _, path := range []string{"", "../x", "/x", "a//b", "a/../../b"} {
		if _, err := page(path); err == nil {
			t.Errorf("link to %q: no error", path)
		}
	}
}

func TestCellJSON(t *testing.T) {
	table := Table{Title: "t", Columns: []string{"a", "b"}, Groups: []Group{{Rows: []Row{{"r", []Cell{{Value: 0.1, Low: 0, High: 0.2, N: 3, Best: true}, {Value: math.NaN()}}}}}}}
	raw, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	var back Table
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(table, back, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("a table through JSON (-want +got):\n%s", diff)
	}
	if err := json.Unmarshal([]byte(`{"Value": "x"}`), new(Cell)); err == nil {
		t.Error("a value that is no number: no error")
	}
}
