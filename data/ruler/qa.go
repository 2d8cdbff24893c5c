package ruler

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/hsalab/hsalab/data/taskpack"
)

// qa is a question over documents, of which one or some hold the answer.
type qa struct {
	*settings
	texts    taskpack.QA
	frame    frame
	document template
	data     *Documents

	fitting fitting
	fits    int
}

func (s *settings) newQA() (family, error) {
	q := &qa{settings: s, texts: s.pack.RULER.Families.QA, data: s.run.Documents}
	switch {
	case q.data == nil:
		return nil, fmt.Errorf("ruler: task %s needs the questions and documents of %s: give the file", s.name, s.task.Dataset)
	case q.data.kind != s.task.Dataset:
		return nil, fmt.Errorf("ruler: task %s needs %s, the file is %s", s.name, s.task.Dataset, q.data.kind)
	case s.run.First+s.run.Samples > len(q.data.questions):
		return nil, fmt.Errorf("ruler: %d samples from question %d: the file has %d questions", s.run.Samples, s.run.First, len(q.data.questions))
	}
	text, err := s.wrapped()
	if err != nil {
		return nil, err
	}
	if q.frame, err = s.newFrame(s.path("template"), text, "query"); err != nil {
		return nil, err
	}
	if q.document, err = s.newTemplate(s.path("document"), q.texts.Document, "i", "document"); err != nil {
		return nil, err
	}
	q.fitting = s.fitting("documents", 10, nil)
	return q, nil
}

// prepare looks for the number of documents that fits, with the first question of the file.
func (q *qa) prepare() (err error) {
	q.ask(0)
	q.fits, err = q.fitting.size()
	return err
}

func (q *qa) next(i int) (draft, int, error) {
	q.ask(q.run.First + i)
	return q.fitting.sample(q.fits)
}

// ask sets the question that prompts are made for.
func (q *qa) ask(i int) {
	question := q.data.questions[i]
	q.fitting.build = func(size int) (draft, error) { return q.build(question, size) }
}

// build makes a prompt of so many documents.
func (q *qa) build(question question, size int) (draft, error) {
	documents, err := q.choose(question, size)
	if err != nil {
		return draft{}, err
	}
	q.shuffler().Shuffle(len(documents), func(i, j int) { documents[i], documents[j] = documents[j], documents[i] })
	w := new(writer)
	q.frame.head.write(&w.Builder, "query", question.text)
	for i, d := range documents {
		if i > 0 {
			w.WriteString(q.texts.DocumentJoin)
		}
		q.write(w, i+1, q.data.documents[d], slices.Contains(question.gold, d))
	}
	q.frame.tail.write(&w.Builder, "query", question.text)
	return w.draft(question.answers), nil
}

// write writes a document with its number; the document alone is evidence.
func (q *qa) write(w *writer, number int, document string, gold bool) {
	for _, p := range q.document {
		w.WriteString(p.literal)
		switch p.field {
		case "i":
			w.WriteString(strconv.Itoa(number))
		case "document":
			w.piece(document, gold)
		}
	}
}

// choose draws the documents: the question's own, then those of the same article, then others. If more are wanted than
// there are, the whole list is repeated.
func (q *qa) choose(question question, size int) ([]int, error) {
	all := len(q.data.documents)
	if size >= all {
		documents := make([]int, size)
		for i := range documents {
			documents[i] = i % all
		}
		return documents, nil
	}
	own, more := question.own, question.more
	if size-len(own) <= len(more) {
		return q.drawFrom(slices.Clone(own), more, size-len(own))
	}
	near := slices.Concat(own, more)
	taken := map[int]bool{}
	for _, d := range near {
		taken[d] = true
	}
	var others []int
	for d := range all {
		if !taken[d] {
			others = append(others, d)
		}
	}
	return q.drawFrom(near, others, max(0, size-len(near)))
}

// drawFrom appends n different documents of a list.
func (q *qa) drawFrom(documents, list []int, n int) ([]int, error) {
	drawn, err := q.random.Sample(len(list), n)
	for _, i := range drawn {
		documents = append(documents, list[i])
	}
	return documents, err
}
