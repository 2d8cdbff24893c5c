package eval

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
)

// recordedTiny is tiny and its recorded answers. They were given in the text of Go's own distribution of recordedGo.
func recordedTiny(t *testing.T) (*experiments.Trained, []results.Row) {
	t.Helper()
	const recordedGo = "go1.26.8"
	if v, _, _ := strings.Cut(runtime.Version(), "-"); v != recordedGo && os.Getenv(experiments.EnvTokens) == "" {
		t.Skipf("the answers were recorded in the text of %s, this is %s", recordedGo, v)
	}
	rows, err := records.Rows(records.TinyFile)
	if err != nil {
		t.Fatal(err)
	}
	tiny, err := experiments.Open("tiny")
	if err != nil {
		t.Fatal(err)
	}
	return tiny, rows
}

// TestTinyAnswersAsRecorded: an answer that the shipped weights gave on an H100, on the Go backend. "hsalab check
// --recorded" asks more.
func TestTinyAnswersAsRecorded(t *testing.T) {
	if testing.Short() {
		t.Skip("reads text with 7M parameters")
	}
	tiny, rows := recordedTiny(t)
	o := Options{Tasks: []string{"S-N"}, Lengths: []int{4096}, Samples: 1}
	done, err := Replay(context.Background(), tiny, rows, o)
	if err != nil {
		t.Fatal(err)
	}
	if done.Asked != 1 || len(done.Differ) != 0 {
		t.Errorf("%d asked, answered otherwise: %v", done.Asked, done.Differ)
	}
	wrong := slices.Clone(rows)
	for i := range wrong {
		wrong[i].Predicted += "x"
	}
	if done, err := Replay(context.Background(), tiny, wrong, o); err != nil || len(done.Differ) != 1 {
		t.Errorf("a changed record: %v, %v; want one difference", done, err)
	}
}

func TestReplayRefuses(t *testing.T) {
	nano, err := experiments.Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	rows := []results.Row{{Variant: "nano", Task: "recall-plain-noise", Length: 128, Ratio: 1, Weights: "another"}}
	_, err = Replay(context.Background(), nano, rows, Options{Tasks: []string{"noise"}, Lengths: []int{128}, Samples: 1})
	if err == nil || !strings.Contains(err.Error(), "is recorded for the weights") {
		t.Errorf("rows of other weights: %v", err)
	}
}

// TestAsWritten: an answer that is cut inside a character reads as its row does.
func TestAsWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	row := results.Row{Variant: "nano", Task: "S-N", Length: 1, Ratio: 1, Predicted: " Be\x90═\xe2\x95i"}
	if err := results.WriteFile(file, []results.Row{row}); err != nil {
		t.Fatal(err)
	}
	rows, err := results.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := asWritten(row.Predicted); got != rows[0].Predicted {
		t.Errorf("%q, the row has %q", got, rows[0].Predicted)
	}
}
