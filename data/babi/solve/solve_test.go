package solve_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babi/solve"
	"github.com/hsalab/hsalab/data/taskpack"
)

// stories is how many stories of each task are proved.
const stories = 1000

// shared is the pack and the folder of the reference samples.
func shared(t testing.TB) (taskpack.Babi, string) {
	t.Helper()
	folder := "../../../../shared/samples"
	path := filepath.Join(folder, "taskpack.json")
	if _, err := os.Stat(path); err != nil {
		t.Skip("no reference samples beside the repository")
	}
	pack, err := taskpack.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return pack.Babi, folder
}

func tell(t testing.TB, pack taskpack.Babi, task babi.Task, n int) []babi.Question {
	t.Helper()
	simulator, err := babi.New(pack)
	if err != nil {
		t.Fatal(err)
	}
	told, err := simulator.Stories(task, 1, n)
	if err != nil {
		t.Fatal(err)
	}
	var questions []babi.Question
	for _, story := range told {
		questions = append(questions, story.Questions()...)
	}
	return questions
}

func supportsOf(q babi.Question) []string {
	var statements []string
	for _, i := range q.Supports {
		statements = append(statements, q.Statements[i])
	}
	return statements
}

// Every answer follows from the whole story, and from the supporting statements alone.
func TestStoriesAreProved(t *testing.T) {
	proveStories(t, taskpack.Ours().Babi, stories)
}

// The same holds for stories in the words of the original.
func TestReferenceWords(t *testing.T) {
	pack, _ := shared(t)
	proveStories(t, pack, stories/10)
}

func proveStories(t *testing.T, pack taskpack.Babi, stories int) {
	if testing.Short() {
		stories /= 10
	}
	solver := solve.New(pack)
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		t.Run(task.String(), func(t *testing.T) {
			t.Parallel()
			for _, q := range tell(t, pack, task, stories) {
				if err := solver.Prove(q.Statements, q.Text, q.Answer.String()); err != nil {
					t.Fatalf("%v\nstory: %q", err, q.Statements)
				}
				if err := solver.Prove(supportsOf(q), q.Text, q.Answer.String()); err != nil {
					t.Fatalf("from the supports alone: %v\nsupports: %q\nstory: %q", err, supportsOf(q), q.Statements)
				}
			}
		})
	}
}

// redundant are the tasks in which an answer can stand without one of its supports: things that came and went again
// (7, 8) and animals told more than twice (16).
var redundant = []babi.Task{7, 8, 16}

// A missing fact is caught: without one of its supports no answer follows any more.
func TestMissingFactIsCaught(t *testing.T) {
	pack := taskpack.Ours().Babi
	solver := solve.New(pack)
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		t.Run(task.String(), func(t *testing.T) {
			for _, q := range tell(t, pack, task, 50) {
				survived := 0
				for i := range q.Supports {
					rest := slices.Delete(supportsOf(q), i, i+1)
					if solver.Prove(rest, q.Text, q.Answer.String()) == nil {
						survived++
					}
				}
				if survived == len(q.Supports) && len(q.Supports) == 1 || survived > 0 && !slices.Contains(redundant, task) {
					t.Fatalf("%q still has the answer %s without one of %q", q.Text, q.Answer, supportsOf(q))
				}
			}
		})
	}
}

// A planted wrong answer is caught: every other answer of the task is refused.
func TestWrongAnswerIsCaught(t *testing.T) {
	pack := taskpack.Ours().Babi
	solver := solve.New(pack)
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		t.Run(task.String(), func(t *testing.T) {
			questions := tell(t, pack, task, 50)
			caught := 0
			for i, q := range questions {
				wrong := questions[(i+1)%len(questions)].Answer
				if wrong.Equal(q.Answer) {
					continue
				}
				if err := solver.Prove(q.Statements, q.Text, wrong.String()); !errors.Is(err, solve.ErrWrong) {
					t.Fatalf("%q with the planted answer %s instead of %s: %v", q.Text, wrong, q.Answer, err)
				}
				caught++
			}
			if caught < 10 {
				t.Fatalf("only %d answers planted", caught)
			}
		})
	}
}

func TestUnreadableSentencesAreRefused(t *testing.T) {
	solver := solve.New(taskpack.Ours().Babi)
	if _, err := solver.Answer([]string{"Ingrid walked to the barn."}, "Who is Ingrid?"); err == nil {
		t.Error("a question of no form was answered")
	}
	if _, err := solver.Answer([]string{"Ingrid flew to the barn."}, "In which place is Ingrid now?"); err == nil {
		t.Error("a statement of no form was taken")
	}
	_, err := solver.Answer([]string{"Ingrid walked to the barn."}, "In which place is Tomas now?")
	if !errors.Is(err, solve.ErrUnknown) {
		t.Errorf("somebody not told of: %v, want ErrUnknown", err)
	}
}
