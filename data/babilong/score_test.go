package babilong_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
)

// The verdicts are those of the original.
func TestReferenceScoring(t *testing.T) {
	packPath := filepath.Join(shared, "taskpack.json")
	if _, err := os.Stat(packPath); err != nil {
		t.Skip("no reference samples beside the repository")
	}
	pack, err := taskpack.Open(packPath)
	if err != nil {
		t.Fatal(err)
	}
	scorer := babilong.NewScorer(pack.BABILong)
	for _, root := range []string{shared, os.Getenv("HSALAB_SAMPLES")} {
		file, err := os.ReadFile(filepath.Join(root, "babilong_scoring.json"))
		if err != nil {
			continue
		}
		t.Run("babilong_scoring.json", func(t *testing.T) { compareVerdicts(t, scorer, file) })
	}
}

func compareVerdicts(t *testing.T, scorer babilong.Scorer, file []byte) {
	var cases []struct {
		Task, Target, Output, Question string
		Correct                        bool
	}
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases in the file")
	}
	for _, c := range cases {
		task, err := babi.ParseTask(c.Task)
		if err != nil {
			t.Fatal(err)
		}
		got, err := scorer.Correct(task, c.Target, c.Output, c.Question)
		if err != nil {
			t.Fatal(err)
		}
		if got != c.Correct {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
