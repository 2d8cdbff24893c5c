package figures

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data/recall"
)

// TestChances holds what is kept to what package recall says; HSALAB_UPDATE_GOLDEN=1 keeps it anew.
func TestChances(t *testing.T) {
	var want []chance
	for _, name := range recall.Names() {
		c, err := recall.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			task, err := recall.New(c.With(h))
			if err != nil {
				continue // the task has no such haystack
			}
			want = append(want, chance{task.Name(), task.Hash(), task.Chance()})
		}
	}
	if os.Getenv("HSALAB_UPDATE_GOLDEN") == "1" {
		raw, err := json.MarshalIndent(want, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("chances.json", append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, chances()); diff != "" {
		t.Errorf("HSALAB_UPDATE_GOLDEN=1 keeps them anew (-recall +chances.json):\n%s", diff)
	}
	if n := len(recall.ValueWords()); n != textValues {
		t.Errorf("%d words are hidden in text, textValues is %d", n, textValues)
	}
}
