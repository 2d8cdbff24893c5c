package solve_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babi/solve"
)

// loose are the tasks whose original stories may contradict themselves ("either" need not be true, a denial need not be
// about the present): nine of ten of their answers must be proved, and all be labels of the task.
var loose = map[babi.Task][]string{9: {babi.Yes, babi.No}, 10: {babi.Yes, babi.No, babi.Maybe}}

// The stories of the original generator are read, and their answers are proved.
func TestReferenceStories(t *testing.T) {
	pack, folder := shared(t)
	solver := solve.New(pack)
	for _, root := range []string{folder, os.Getenv("HSALAB_SAMPLES")} {
		if root == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(root, "babi", "*", "qa*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			name, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(name, func(t *testing.T) { proveFile(t, solver, path) })
		}
	}
}

func proveFile(t *testing.T, solver *solve.Solver, path string) {
	base := filepath.Base(path)
	task, err := babi.ParseTask(base[:len(base)-len(".txt")])
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stories, err := babi.Read(f, task)
	if err != nil {
		t.Fatal(err)
	}
	proved, asked := 0, 0
	for _, story := range stories {
		for _, q := range story.Questions() {
			asked++
			err := solver.Prove(q.Statements, q.Text, q.Answer.String())
			switch labels, isLoose := loose[task]; {
			case err == nil:
				proved++
			case !isLoose:
				t.Errorf("%v\nstory: %q", err, q.Statements)
			case !slices.Contains(labels, q.Answer.String()):
				t.Errorf("%q has the answer %s, which is no label of the task", q.Text, q.Answer)
			}
		}
	}
	if asked == 0 || 10*proved < 9*asked {
		t.Errorf("%d of %d answers proved", proved, asked)
	}
	t.Logf("%d of %d answers proved", proved, asked)
}
