package experiments

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// symbolTasks are the ways in which recall over symbols can be asked, with the symbols that a model knows. The first is
// the model's own kind.
var symbolTasks = []struct {
	name   string
	change func(recall.Config) recall.Config
}{
	{string(recall.Noise), func(c recall.Config) recall.Config { return c }},
	{"straddle", func(c recall.Config) recall.Config { return c.Straddling(1) }},
	{"straddle-half", func(c recall.Config) recall.Config { return c.Straddling(0.5) }},
	{"newest", func(c recall.Config) recall.Config { return c.Repeating(2, recall.Newest) }},
	{"oldest", func(c recall.Config) recall.Config { return c.Repeating(2, recall.Oldest) }},
	{"reverse", func(c recall.Config) recall.Config { c.Reverse = true; return c }},
	{"reverse-all", func(c recall.Config) recall.Config { c.Reverse = true; return c.Repeating(2, recall.All) }},
	{"chain2", func(c recall.Config) recall.Config { return chained(c, 2) }},
	{"chain2-deep", func(c recall.Config) recall.Config { return chained(c, 2).Deep() }},
	{"chain2-listed", func(c recall.Config) recall.Config { return chained(c, 2).Listing() }},
	{"chain3", func(c recall.Config) recall.Config { return chained(c, 3) }},
	{"chain3-deep", func(c recall.Config) recall.Config { return chained(c, 3).Deep() }},
	{"chain3-listed", func(c recall.Config) recall.Config { return chained(c, 3).Listing() }},
}

// chained asks for chains of the symbols.
func chained(c recall.Config, hops int) recall.Config {
	c.Hops, c.Shallowest, c.Listed = hops, 1, false
	return c
}

// amongDecoys ends the name of a task whose haystack is decoys.
const amongDecoys = "+decoys"

// textDecoys is the share of running text that decoys fill.
const textDecoys = 0.2

// Tasks lists what can be asked of a model trained on the task, the kind it was trained on first: recall over symbols in
// noise, among decoys, and in the variations of [recall.Named], which take "+decoys" too; recall in running text with and
// without decoys; for a mixture the needle tasks of the paper's group, RULER's and BABILong's.
func (s TaskSpec) Tasks() []string {
	switch {
	case s.Mixture != nil:
		return slices.Concat(askable, rulerTasks(s.Mixture.Pack), babilongTasks())
	case s.Text != nil:
		return []string{"text", string(recall.Decoys)}
	case s.Symbols == nil:
		return nil
	}
	names := []string{string(recall.Noise), string(recall.Decoys)}
	for _, t := range symbolTasks[1:] {
		if _, err := recall.New(t.change(*s.Symbols)); err == nil {
			names = append(names, t.name)
		}
	}
	return names
}

// In is the recall task asked as one of Tasks.
func (s TaskSpec) In(task string) (TaskSpec, error) {
	switch {
	case s.Mixture != nil && slices.Contains(askable, task):
		return s, nil
	case s.Text != nil && task == "text":
		c := s.Text.WithDecoys(0)
		s.Text = &c
		return s, nil
	case s.Text != nil && task == string(recall.Decoys):
		c := s.Text.WithDecoys(textDecoys)
		s.Text = &c
		return s, nil
	case s.Symbols != nil:
		c, err := symbolsIn(*s.Symbols, task)
		if err != nil {
			return s, s.unknown(task)
		}
		s.Symbols = &c
		return s, nil
	}
	return s, s.unknown(task)
}

// symbolsIn is recall over symbols asked as a task.
func symbolsIn(c recall.Config, task string) (recall.Config, error) {
	haystack := recall.Noise
	if task == string(recall.Decoys) {
		task = string(recall.Noise) + amongDecoys
	}
	if plain, ok := strings.CutSuffix(task, amongDecoys); ok {
		task, haystack = plain, recall.Decoys
	}
	for _, t := range symbolTasks {
		if t.name == task {
			c = t.change(c).With(haystack)
			return c, c.Validate()
		}
	}
	return c, fmt.Errorf("no such task")
}

func (s TaskSpec) unknown(task string) error {
	return fmt.Errorf("unknown task %q; this model can be asked: %s", task, strings.Join(s.Tasks(), ", "))
}

// HaystackOf is what the needles of a task lie in, for the rows.
func HaystackOf(task string) string {
	switch {
	case task == "text" || task == "decoys":
		return task
	case strings.HasSuffix(task, amongDecoys):
		return "decoys"
	}
	return "noise"
}

// QuestionTail is how many tokens of questions a text of a task ends with in evaluation: the tail of training, but for
// one-symbol decoys, which need keys that are not asked for, and for needle tasks, whose questions are short.
func (t *Trained) QuestionTail(task string) int {
	if t.Task.Mixture != nil {
		return needleTail
	}
	tail := data.TrainTail(t.Config().TrainingLength)
	if s := t.Task.Symbols; s != nil && s.KeySymbols == 1 && HaystackOf(task) == "decoys" {
		return min(tail, s.Keys/2)
	}
	return tail
}
