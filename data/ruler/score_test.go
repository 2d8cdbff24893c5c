package ruler

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestScore(t *testing.T) {
	for _, tt := range []struct {
		metric     Metric
		prediction string
		references []string
		want       float64
	}{
		{MatchAll, "It is 12 and 34.", []string{"12", "34"}, 100},
		{MatchAll, "It is 12.", []string{"12", "34", "56"}, 33.33},
		{MatchPart, "It is 12.", []string{"12", "34", "56"}, 100},
		{MatchPart, "It is 7.", []string{"12"}, 0},
		{MatchAll, "red FOX", []string{"Red Fox"}, 100},
		{MatchAll, "", []string{"a"}, 0},
		{MatchAll, "a", nil, 0},
		{MatchAll, "\x00a\x01b\u00a0", []string{"a\nb"}, 100},
		{MatchAll, "ΟΔΟΣ", []string{"οδος", "οδοσ"}, 50}, // the last sigma has a lower case of its own
	} {
		got, err := tt.metric.Score([]string{tt.prediction}, [][]string{tt.references})
		if err != nil || got != tt.want {
			t.Errorf("%q for %q: %g, %v, want %g", tt.prediction, tt.references, got, err, tt.want)
		}
	}
	for _, n := range []int{0, 2} {
		if _, err := MatchAll.Score(make([]string, n), make([][]string, 1)); err == nil {
			t.Errorf("%d predictions of one sample: no error", n)
		}
	}
}

func TestReferenceScore(t *testing.T) {
	skipWithoutReference(t)
	var file struct {
		Cases []struct {
			Pred, Postprocessed string
			Outputs             []string
			All                 float64 `json:"match_all"`
			Part                float64 `json:"match_part"`
		}
		All   float64 `json:"aggregate_match_all"`
		Part  float64 `json:"aggregate_match_part"`
		Nulls string
	}
	readJSON(t, filepath.Join(reference, "ruler_scoring.json"), &file)
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}
	var predictions []string
	var references [][]string
	for _, c := range file.Cases {
		predictions, references = append(predictions, c.Pred), append(references, c.Outputs)
		if got := Clean(c.Pred); got != c.Postprocessed {
			t.Errorf("Clean(%q) = %q, want %q", c.Pred, got, c.Postprocessed)
		}
		for metric, want := range map[Metric]float64{MatchAll: c.All, MatchPart: c.Part} {
			if got, err := metric.Score([]string{c.Pred}, [][]string{c.Outputs}); err != nil || got != want {
				t.Errorf("%q, metric %d: %g, %v, want %g", c.Pred, metric, got, err, want)
			}
		}
	}
	for metric, want := range map[Metric]float64{MatchAll: file.All, MatchPart: file.Part} {
		if got, err := metric.Score(predictions, references); err != nil || got != want {
			t.Errorf("all cases, metric %d: %g, %v, want %g", metric, got, err, want)
		}
	}
	if got := fmt.Sprintf("%d/%d", Nulls(predictions), len(predictions)); got != file.Nulls {
		t.Errorf("nulls %s, want %s", got, file.Nulls)
	}
}
