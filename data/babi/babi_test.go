package babi_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/taskpack"
)

var update = flag.Bool("update", false, "write testdata anew")

func simulator(t testing.TB) *babi.Simulator {
	t.Helper()
	s, err := babi.New(taskpack.Ours().Babi)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The same seed gives the same bytes on every machine.
func TestStoriesAreTheSameEverywhere(t *testing.T) {
	s := simulator(t)
	var table bytes.Buffer
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		stories, err := s.Stories(task, 42, 20)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := babi.Write(&file, stories); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&table, "%x  %v seed 42, 20 stories\n", sha256.Sum256(file.Bytes()), task)
	}
	golden := filepath.Join("testdata", "stories.sha256")
	if *update {
		if err := os.WriteFile(golden, table.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("stories have changed (-update writes the table anew):\n%s", diff)
	}
}

// What is written is read back.
func TestFileRoundTrip(t *testing.T) {
	s := simulator(t)
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		stories, err := s.Stories(task, 7, 10)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := babi.Write(&file, stories); err != nil {
			t.Fatal(err)
		}
		read, err := babi.Read(&file, task)
		if err != nil {
			t.Fatalf("%v: %v", task, err)
		}
		kinds := cmp.Transformer("words", func(a babi.Answer) []string { return a.Words })
		if diff := cmp.Diff(stories, read, kinds); diff != "" {
			t.Errorf("%v:\n%s", task, diff)
		}
	}
}

// Each task has the questions that its rule promises, supports that stand before them, and more than one answer.
func TestStoriesKeepTheRules(t *testing.T) {
	s := simulator(t)
	questions := map[babi.Task]int{4: 1, 15: 4, 16: 1, 17: 8, 19: 1, 20: 12}
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		stories, err := s.Stories(task, 3, 200)
		if err != nil {
			t.Fatal(err)
		}
		answers := map[string]int{}
		for _, story := range stories {
			asked := story.Questions()
			want, fixed := questions[task]
			if !fixed {
				want = 5
			}
			if task == 18 && len(asked) < 1 || task != 18 && len(asked) != want {
				t.Fatalf("%v: %d questions, want %d", task, len(asked), want)
			}
			for _, q := range asked {
				answers[q.Answer.String()]++
				if len(q.Supports) == 0 || q.Answer.Kind == babi.Word {
					t.Fatalf("%v: %q has %d supports and an answer of kind %d", task, q.Text, len(q.Supports), q.Answer.Kind)
				}
				if task == 3 && len(q.Supports) != 3 {
					t.Fatalf("%q has %d supports, want 3", q.Text, len(q.Supports))
				}
			}
		}
		if len(answers) < 2 {
			t.Errorf("%v: one answer only: %v", task, answers)
		}
		t.Logf("%v %v", task, answers)
	}
}

func TestBadInput(t *testing.T) {
	if _, err := simulator(t).Story(21, 1, 0); err == nil || !strings.Contains(err.Error(), "want 1 to 20") {
		t.Errorf("task 21: %v", err)
	}
	for _, name := range []string{"qa0", "qa21", "7", "qa", "niah"} {
		if _, err := babi.ParseTask(name); err == nil {
			t.Errorf("task %q was taken", name)
		}
	}
	bad := taskpack.Ours().Babi
	bad.Statements.Get = []string{"%s took it"}
	if _, err := babi.New(bad); err == nil || !strings.Contains(err.Error(), "want 2") {
		t.Errorf("a form with one %%s: %v", err)
	}
	bad = taskpack.Ours().Babi
	bad.Worlds.Basic.Locations = bad.Worlds.Basic.Locations[:2]
	if _, err := babi.New(bad); err == nil || !strings.Contains(err.Error(), "at least 6") {
		t.Errorf("a world of two places: %v", err)
	}
	for name, file := range map[string]string{
		"no number":       "Mary went home.\n",
		"gap":             "1 Mary went home.\n3 Where is Mary?\thome\t1\n",
		"late support":    "1 Mary went home.\n2 Where is Mary?\thome\t3\n",
		"no such support": "1 Mary went home.\n2 Where is Mary?\thome\tx\n",
		"too many tabs":   "1 a\tb\t1\t2\n",
	} {
		if _, err := babi.Read(strings.NewReader(file), 1); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
