package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/taskpack"
)

// rulerQA is the family of the tasks that ask about documents.
const rulerQA = "qa"

// rulerAsker asks one of RULER's tasks, each sample fitted to its length by itself, so that samples do not depend on each
// other.
type rulerAsker struct {
	benchmark
	run   ruler.Run // of one sample, without length and seed
	task  taskpack.Task
	essay func() (*ruler.Essay, error)
	hash  string
}

// ruler opens a task; documents are the files that qa_1 and qa_2 ask about.
func (b benchmark) ruler(name string, documents []string) (asker, error) {
	counter, ok := b.tok.(data.Counter)
	if !ok {
		return nil, fmt.Errorf("tokenizer %s counts no tokens, which RULER needs", b.tok.Name())
	}
	a := &rulerAsker{benchmark: b, task: b.pack.RULER.Tasks[name]}
	a.run = ruler.Run{Task: name, Pack: b.pack, Counter: counter, Samples: 1, Tight: true}
	if a.task.Family == rulerQA {
		var err error
		if a.run.Documents, err = openDocuments(name, a.task.Dataset, documents); err != nil {
			return nil, err
		}
	}
	a.essay = sync.OnceValues(a.openEssay)
	a.hash = data.Hash(struct{ Name, Version, Tokenizer, Pack string }{name, ruler.Version, b.tok.Hash(), data.Hash(b.pack.RULER)})
	return a, nil
}

// openDocuments is the first of the files that is of a dataset.
func openDocuments(task, dataset string, paths []string) (*ruler.Documents, error) {
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s asks about the documents of %s: give its file, --documents FILE", task, dataset)
	}
	var all error
	for _, path := range paths {
		documents, err := ruler.OpenDocuments(dataset, path)
		if err == nil {
			return documents, nil
		}
		all = errors.Join(all, err)
	}
	return nil, all
}

func (a *rulerAsker) openEssay() (*ruler.Essay, error) {
	texts, err := a.texts()
	if err != nil {
		return nil, err
	}
	return ruler.NewEssay(strings.Join(texts, "\n\n"), nil)
}

func (a *rulerAsker) info() taskInfo {
	haystack := a.task.Haystack
	if a.task.Family == rulerQA {
		haystack = "documents"
	}
	return taskInfo{a.run.Task, ruler.Version, a.hash, haystack}
}

func (a *rulerAsker) placed() bool { return a.task.Family == "niah" }

func (a *rulerAsker) sample(_ context.Context, s spot) (probed, error) {
	run := a.run
	run.Length, run.Seed = s.length, int64(data.Rand("eval "+run.Task, s.seed, uint64(s.index)).Uint32())
	if run.Documents != nil {
		run.First = s.index % run.Documents.Questions()
	}
	if s.depth != anywhere {
		run.Depth = &s.depth
	}
	if a.task.Haystack == "essay" {
		var err error
		if run.Essay, err = a.essay(); err != nil {
			return probed{}, err
		}
	}
	for text, err := range run.All() {
		if err != nil {
			return probed{}, err
		}
		judge := a.judge(text)
		if a.task.Family == rulerQA {
			text.Outputs = text.Outputs[:min(1, len(text.Outputs))] // the others are as good
		}
		return a.prompted(text, judge, func(output int) (data.TextSample, error) { return a.gold(text, output) })
	}
	return probed{}, fmt.Errorf("%s made no sample", run.Task)
}

// judge is RULER's metric.
func (a *rulerAsker) judge(s data.TextSample) func(string) (float64, error) {
	metric := ruler.MetricOf(a.task.Family)
	return func(answer string) (float64, error) { return metric.Match(ruler.Clean(answer), s.Outputs), nil }
}

// gold is where an output stands in the evidence: in the first piece that has it, which of a chain is the one that names it.
func (a *rulerAsker) gold(s data.TextSample, output int) (data.TextSample, error) {
	want := s.Outputs[output]
	has := func(e data.Evidence) bool { return strings.Contains(e.Text, want) }
	i := slices.IndexFunc(s.Evidence, has)
	if i < 0 {
		return a.located(s)
	}
	e := s.Evidence[i]
	start := e.Bytes.Start + strings.LastIndex(e.Text, want)
	return a.located(s, data.Evidence{Text: want, Bytes: data.Span{Start: start, End: start + len(want)}})
}
