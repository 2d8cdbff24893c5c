package alltasks

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/data/words"
)

// chunk is the chunk size of the test.
const chunk = 64

// tokenizers are those that every task is made with.
func tokenizers(t *testing.T) []data.Tokenizer {
	t.Helper()
	bpe, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := func(yield func(string) bool) {
		for p := range words.Pieces(prose(2000)) {
			if !yield(p.Text) {
				return
			}
		}
	}
	v, err := words.Build(vocabulary, words.Spec{Frequent: 2000})
	if err != nil {
		t.Fatal(err)
	}
	return []data.Tokenizer{tokenizer.Bytes{}, tokenizer.NewWords("words", v), bpe}
}

// reversible reports whether the tokenizer gives back its text.
func reversible(tok data.Tokenizer) bool {
	_, lossy := tok.(tokenizer.Words)
	return !lossy
}

// prose is n sentences of the embedded pack's words, the same everywhere.
func prose(n int) string {
	rng, w := data.Rand("alltasks prose"), taskpack.Ours().Words
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	sentences := make([]string, n)
	for i := range sentences {
		sentences[i] = fmt.Sprintf("The %s %s did %s the %s %s by the river and nobody asked.",
			pick(w.Adjectives), pick(w.Nouns), pick(w.Verbs), pick(w.Adjectives), pick(w.Nouns))
	}
	return strings.Join(sentences, " ")
}

type object = map[string]any

// documents are files of questions over documents of a few sentences, as SQuAD and HotpotQA have them.
func documents(t *testing.T) map[string]*ruler.Documents {
	t.Helper()
	sentences := strings.SplitAfter(prose(120), ". ")
	var paragraphs, questions []any
	for i, p := range slices.Collect(slices.Chunk(sentences, 3)) {
		text, year := strings.Join(p, ""), fmt.Sprint(1000+i)
		paragraphs = append(paragraphs, object{"context": text + "It is of " + year + ".", "qas": []any{
			object{"question": "Of when is it?", "answers": []any{object{"text": year}}},
		}})
		title := "Title " + year
		questions = append(questions, object{"question": "Are they alike?", "answer": "yes",
			"supporting_facts": []any{[]any{title, 0}}, "context": []any{[]any{title, p}}})
	}
	return map[string]*ruler.Documents{
		"squad":    openDocuments(t, "squad", object{"data": []any{object{"title": "All", "paragraphs": paragraphs}}}),
		"hotpotqa": openDocuments(t, "hotpotqa", questions),
	}
}

func openDocuments(t *testing.T, kind string, value any) *ruler.Documents {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), kind+".json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := ruler.OpenDocuments(kind, path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
