package ruler

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Documents are the documents and questions of a data set. They are immutable.
type Documents struct {
	kind      string // squad or hotpotqa
	documents []string
	questions []question
}

// question is a question with numbers of documents: its own, others of the same article, and those that hold the
// evidence.
type question struct {
	text            string
	answers         []string
	own, more, gold []int
}

// Questions is the number of questions.
func (d *Documents) Questions() int { return len(d.questions) }

// OpenDocuments reads a file of SQuAD 2.0 ("squad") or HotpotQA ("hotpotqa").
func OpenDocuments(kind, path string) (*Documents, error) {
	read := map[string]func([]byte) (*Documents, error){"squad": readSQuAD, "hotpotqa": readHotpotQA}[kind]
	if read == nil {
		return nil, fmt.Errorf("ruler: documents of kind %q: want squad or hotpotqa", kind)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("ruler: %w", err)
	}
	d, err := read(text)
	if err != nil {
		return nil, fmt.Errorf("ruler: %s is no %s file: %w", path, kind, err)
	}
	if len(d.questions) == 0 {
		return nil, fmt.Errorf("ruler: %s is no %s file: it holds no questions that can be answered", path, kind)
	}
	return d, nil
}

type squadFile struct {
	Data []struct {
		Paragraphs []struct {
			Context *string `json:"context"`
			QAs     []struct {
				Question   *string `json:"question"`
				Impossible bool    `json:"is_impossible"`
				Answers    []struct {
					Text string `json:"text"`
				} `json:"answers"`
			} `json:"qas"`
		} `json:"paragraphs"`
	} `json:"data"`
}

func readSQuAD(text []byte) (*Documents, error) {
	var file squadFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	var contexts []string
	for _, article := range file.Data {
		for i, p := range article.Paragraphs {
			if p.Context == nil {
				return nil, fmt.Errorf("paragraph %d of an article lacks its context", i)
			}
			contexts = append(contexts, *p.Context)
		}
	}
	d := &Documents{kind: "squad", documents: distinct(contexts)}
	for _, article := range file.Data {
		var near []int
		for _, p := range article.Paragraphs {
			near = append(near, d.number(*p.Context))
		}
		for i, p := range article.Paragraphs {
			own := near[i]
			more := slices.DeleteFunc(slices.Clone(near), func(n int) bool { return n == own })
			for _, qa := range p.QAs {
				if qa.Impossible {
					continue
				}
				if qa.Question == nil || len(qa.Answers) == 0 {
					return nil, fmt.Errorf("a question of %.40q lacks its text or its answers", *p.Context)
				}
				q := question{text: *qa.Question, own: []int{own}, more: more, gold: []int{own}}
				for _, a := range qa.Answers {
					q.answers = append(q.answers, a.Text)
				}
				d.questions = append(d.questions, q)
			}
		}
	}
	return d, nil
}

type hotpotItem struct {
	Question string   `json:"question"`
	Answer   *string  `json:"answer"`
	Facts    [][2]any `json:"supporting_facts"` // title and number of the sentence
	Context  [][2]json.RawMessage
}

func readHotpotQA(text []byte) (*Documents, error) {
	var items []hotpotItem
	if err := json.Unmarshal(text, &items); err != nil {
		return nil, err
	}
	contexts := make([][]hotpotDocument, len(items))
	var all []string
	for i, item := range items {
		if item.Question == "" || item.Answer == nil || len(item.Context) == 0 {
			return nil, fmt.Errorf("item %d lacks its question, answer or context", i)
		}
		for _, raw := range item.Context {
			document, err := newHotpotDocument(raw)
			if err != nil {
				return nil, fmt.Errorf("item %d: %w", i, err)
			}
			contexts[i] = append(contexts[i], document)
			all = append(all, document.text)
		}
	}
	d := &Documents{kind: "hotpotqa", documents: distinct(all)}
	for i, item := range items {
		q := question{text: item.Question, answers: []string{*item.Answer}}
		for _, document := range contexts[i] {
			n := d.number(document.text)
			q.own = append(q.own, n)
			if slices.ContainsFunc(item.Facts, func(f [2]any) bool { return f[0] == document.title }) {
				q.gold = append(q.gold, n)
			}
		}
		d.questions = append(d.questions, q)
	}
	return d, nil
}

// hotpotDocument is a paragraph: its title on a line of its own, then its sentences.
type hotpotDocument struct{ title, text string }

func newHotpotDocument(raw [2]json.RawMessage) (d hotpotDocument, err error) {
	var sentences []string
	if err := json.Unmarshal(raw[0], &d.title); err != nil {
		return d, fmt.Errorf("the title of a paragraph: %w", err)
	}
	if err := json.Unmarshal(raw[1], &sentences); err != nil {
		return d, fmt.Errorf("the sentences of %q: %w", d.title, err)
	}
	d.text = d.title + "\n" + strings.Join(sentences, "")
	return d, nil
}

// distinct is the sorted list of different documents.
func distinct(documents []string) []string {
	slices.Sort(documents)
	return slices.Compact(documents)
}

// number is the number of a document that is in the list.
func (d *Documents) number(document string) int {
	n, _ := slices.BinarySearch(d.documents, document)
	return n
}
