package results

import (
	"strings"
	"testing"
)

// layered is a row of two layers and two hops: layer 0 picked the first hop's chunk, layer 1 the second's.
func layered() Row {
	r := testRow()
	r.Picked, r.GoldChunk, r.Hit, r.Rank, r.GoldWeight = nil, 9, true, 2, 0.5
	r.Layers = []Retrieval{
		{Layer: 0, Hop: 0, Gold: 4, Rank: 1, Weight: 0.75, Hit: true}, {Layer: 0, Hop: 1, Gold: 9, Rank: 30},
		{Layer: 1, Hop: 0, Gold: 4, Rank: 40}, {Layer: 1, Hop: 1, Gold: 9, Rank: 2, Weight: 0.5, Hit: true},
	}
	return r
}

func TestAtLayer(t *testing.T) {
	r := layered()
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name       string
		metric     Metric
		layer, hop int
		want       float64
		ok         bool
	}{
		{"recall of the first hop", Recall, 0, 0, 1, true},
		{"recall of the second hop in the first layer", Recall, 0, 1, 0, true},
		{"rank", Rank, 1, 0, 40, true},
		{"weight", GoldWeight, 1, 1, 0.5, true},
		{"a layer that is not there", Recall, 2, 0, 0, false},
		{"right if the first layer has the first hop", Integration, 0, 0, 1, true},
		{"right if the first layer has the second hop", Integration, 0, 1, 1, false},
	} {
		if got, ok := AtLayer(c.metric, c.layer, c.hop)(r); got != c.want || ok != c.ok {
			t.Errorf("%s: %g, %t; want %g, %t", c.name, got, ok, c.want, c.ok)
		}
	}
	plain := testRow()
	if got, ok := AtLayer(Rank, 0, 0)(plain); got != 1 || !ok {
		t.Errorf("a row of one layer has rank %g, %t", got, ok)
	}
}

// TestIntegration holds P(correct | retrieved) to the rows whose every hop was picked by some layer.
func TestIntegration(t *testing.T) {
	both, half, none := layered(), layered(), testRow()
	half.Layers[0].Hit, half.Layers[0].Weight = false, 0
	none.Hit, none.Picked = false, nil
	for name, c := range map[string]struct {
		row  Row
		want bool
	}{"both hops": {both, true}, "one hop of two": {half, false}, "a miss": {none, false}, "one layer": {testRow(), true}} {
		if _, ok := Integration(c.row); ok != c.want {
			t.Errorf("%s: counted %t, want %t", name, ok, c.want)
		}
	}
	wrong := both
	wrong.Correct = false
	if value, ok := Integration(wrong); !ok || value != 0 {
		t.Errorf("retrieved and wrong: %g, %t", value, ok)
	}
}

// TestRules: a row has the metrics of the rule that it was scored by.
func TestRules(t *testing.T) {
	free := testRow()
	free.Rule, free.Predicted, free.Correct, free.Generated, free.GenScore = Generate, "", false, "v3 v12", 0.5
	if _, ok := Accuracy(free); ok {
		t.Error("a free answer has teacher-forced accuracy")
	}
	if score, ok := Score(free); score != 0.5 || !ok {
		t.Errorf("the score of a free answer is %g, %t", score, ok)
	}
	if _, ok := Generation(testRow()); ok {
		t.Error("a teacher-forced row has a free answer")
	}
	if testRow().ID() == free.ID() {
		t.Error("another rule is the same measurement")
	}
	at := testRow()
	at.At = "0"
	if at.ID() == testRow().ID() || !strings.Contains(at.ID().String(), "depth 0 %") {
		t.Errorf("evidence at depth 0 is the same measurement as anywhere: %s", at.ID())
	}
}

func TestCheckScore(t *testing.T) {
	for want, plant := range map[string]func(*Row){
		"free answer":        func(r *Row) { r.Generated = "x" },
		`rule "generate"`:    func(r *Row) { r.Rule = Generate },
		"rule is":            func(r *Row) { r.Rule = "best of five" },
		"gscore is":          func(r *Row) { r.Rule, r.GenScore = Both, 1.5 },
		"without rank":       func(r *Row) { r.Rank, r.Hit, r.GoldWeight, r.Layers = 0, false, 0, []Retrieval{{Rank: 1}} },
		"of a layer":         func(r *Row) { r.Layers = []Retrieval{{Layer: -1, Rank: 1}} },
		"a factor above 1":   func(r *Row) { r.YaRN = 0.5 },
		"weight from 0 to 1": func(r *Row) { r.Layers = []Retrieval{{Rank: 1, Weight: 2}} },
	} {
		r := testRow()
		plant(&r)
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v", want, err)
		}
	}
}
