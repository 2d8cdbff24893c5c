package ruler

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/taskpack"
)

// sentence makes a sentence of the embedded pack's words.
func sentence(r *rand.Rand) string {
	w := taskpack.Ours().Words
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	return fmt.Sprintf("The %s %s may %s a %s %s.", pick(w.Adjectives), pick(w.Nouns), pick(w.Verbs), pick(w.Adjectives), pick(w.Nouns))
}

// paragraph is a list of sentences.
func paragraph(r *rand.Rand, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = sentence(r)
	}
	return list
}

// madeUpEssay is an essay of 300 sentences, the same everywhere.
func madeUpEssay(t testing.TB) *Essay {
	t.Helper()
	e, err := NewEssay(strings.Join(paragraph(data.Rand("ruler essay"), 300), " "), nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

type object = map[string]any

// madeUpSQuAD is a file of 8 articles of 5 paragraphs, with a question each and one that has no answer.
func madeUpSQuAD() any {
	r := data.Rand("ruler squad")
	var articles []any
	for a := range 8 {
		var paragraphs []any
		for p := range 5 {
			year := fmt.Sprint(1000 + 10*a + p)
			context := strings.Join(paragraph(r, 3), " ") + " It was built in " + year + "."
			paragraphs = append(paragraphs, object{"context": context, "qas": []any{
				object{"question": "When was it built?", "answers": []any{object{"text": year}, object{"text": "in " + year}}},
				object{"question": "Who built it?", "is_impossible": true, "answers": []any{}},
			}})
		}
		articles = append(articles, object{"title": fmt.Sprint("Article ", a), "paragraphs": paragraphs})
	}
	return object{"data": articles}
}

// madeUpHotpotQA is a file of 8 questions over ten paragraphs each, two of which are gold.
func madeUpHotpotQA() any {
	r := data.Rand("ruler hotpotqa")
	var items []any
	for q := range 8 {
		var context []any
		for p := range 10 {
			context = append(context, []any{fmt.Sprintf("Title %d-%d", q, p), paragraph(r, 2)})
		}
		facts := []any{[]any{fmt.Sprintf("Title %d-3", q), 0}, []any{fmt.Sprintf("Title %d-7", q), 1}}
		items = append(items, object{"question": "Are both alike?", "answer": "yes", "supporting_facts": facts, "context": context})
	}
	return items
}

func writeJSON(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "data.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openDocuments(t testing.TB, kind string, value any) *Documents {
	t.Helper()
	d, err := OpenDocuments(kind, writeJSON(t, value))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// madeUp is what runs of the embedded pack's tasks need.
type madeUp struct {
	essay     *Essay
	documents map[string]*Documents
}

func newMadeUp(t testing.TB) madeUp {
	return madeUp{madeUpEssay(t), map[string]*Documents{
		"squad":    openDocuments(t, "squad", madeUpSQuAD()),
		"hotpotqa": openDocuments(t, "hotpotqa", madeUpHotpotQA()),
	}}
}

func (m madeUp) run(task string, counter data.Counter, length int, seed int64) Run {
	return Run{
		Task: task, Counter: counter, Length: length, Seed: seed, Samples: 3, Essay: m.essay,
		Documents: m.documents[taskpack.Ours().RULER.Tasks[task].Dataset],
	}
}
