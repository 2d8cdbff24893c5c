package ruler

import (
	"strings"
	"testing"
)

func TestDocuments(t *testing.T) {
	squad := openDocuments(t, "squad", madeUpSQuAD())
	if got := squad.Questions(); got != 40 {
		t.Errorf("%d questions of SQuAD, want 40", got)
	}
	if q := squad.questions[7]; len(q.own) != 1 || len(q.more) != 4 || len(q.answers) != 2 {
		t.Errorf("question 7 is %+v", q)
	}
	hotpot := openDocuments(t, "hotpotqa", madeUpHotpotQA())
	if q := hotpot.questions[2]; len(q.own) != 10 || len(q.gold) != 2 || !strings.HasPrefix(hotpot.documents[q.gold[1]], "Title 2-7\n") {
		t.Errorf("question 2 is %+v", q)
	}
}

func TestOpenDocumentsRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		kind  string
		value any
		want  string
	}{
		"kind":        {"trivia", nil, `kind "trivia": want squad or hotpotqa`},
		"a list":      {"squad", []int{1}, "is no squad file"},
		"an object":   {"hotpotqa", object{}, "is no hotpotqa file"},
		"empty":       {"squad", object{}, "holds no questions that can be answered"},
		"no context":  {"squad", object{"data": []any{object{"paragraphs": []any{object{}}}}}, "paragraph 0 of an article lacks its context"},
		"no answers":  {"squad", object{"data": []any{object{"paragraphs": []any{object{"context": "c", "qas": []any{object{"question": "q"}}}}}}}, "lacks its text or its answers"},
		"no question": {"hotpotqa", []any{object{"answer": "a"}}, "item 0 lacks its question, answer or context"},
		"paragraph":   {"hotpotqa", []any{object{"question": "q", "answer": "a", "context": []any{[]any{1, 2}}}}, "item 0: the title of a paragraph"},
		"sentences":   {"hotpotqa", []any{object{"question": "q", "answer": "a", "context": []any{[]any{"T", "s"}}}}, `item 0: the sentences of "T"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := OpenDocuments(tt.kind, writeJSON(t, tt.value))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := OpenDocuments("squad", "no such file"); err == nil {
		t.Error("no such file: no error")
	}
}
