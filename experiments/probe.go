package experiments

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/hsa"
)

// Probe is a text with questions that is read again and again: by a model as it learns, or by one with something
// changed.
type Probe struct {
	Sample data.Sample
	Chunk  int      // tokens a chunk
	Words  []string // how each token is shown

	unit  string // what a token is, in the plural
	token func(id int32) string
	ask   func(q data.Query) string
}

// NewProbe is the evaluation sample of a task with that index, for a model with that chunk size. Its questions come in
// the order of their evidence, so that perfect retrieval is a diagonal of the heat map.
func NewProbe(task data.Task, chunk, index, length, tail int) (*Probe, error) {
	s, err := task.Sample(EvalSeed, index, length, tail)
	if err != nil {
		return nil, err
	}
	s.Queries = slices.Clone(s.Queries)
	slices.SortStableFunc(s.Queries, func(a, b data.Query) int { return cmp.Compare(a.Value, b.Value) })
	p := &Probe{Sample: s, Chunk: chunk, unit: "tokens", token: task.Token}
	for _, id := range s.Tokens {
		p.Words = append(p.Words, task.Token(id))
	}
	p.ask = func(q data.Query) string { return question(q, p.Word) }
	return p, nil
}

// Compose is a reader's own text with needles hidden in it and questions about them, which name keys: "lemon" or "what
// is magic lemon?". A question about what the text does not say is an error, and so is a model that reads symbols.
func Compose(t *Trained, text string, needles []recall.Needle, questions []string) (*Probe, error) {
	if t.Vocabulary == nil {
		return nil, fmt.Errorf("ask: model %s reads symbols, not text: ask nano-text, or a model of your own trained with \"hsalab train nano-text\"", t.Name)
	}
	if t.Rival != nil {
		return nil, fmt.Errorf("ask: model %s is a rival, %s, and retrieves nothing that could be shown: measure it with \"hsalab eval\"", t.Name, t.Rival.Config.Kind)
	}
	form, err := recall.NewForm(t.Vocabulary, t.Weights.Config.Chunk)
	if err != nil {
		return nil, err
	}
	if err := checkQuestions(text, needles, questions); err != nil {
		return nil, err
	}
	sample, err := form.Compose(text, needles, questions)
	if err != nil {
		return nil, err
	}
	return &Probe{
		Sample: sample, Chunk: t.Weights.Config.Chunk, Words: wordsOf(sample, text, t.Vocabulary),
		unit: "words", token: t.Vocabulary.Token,
		ask: func(q data.Query) string { return fmt.Sprintf("what is magic %s?", recall.KeyWords()[q.Key]) },
	}, nil
}

// Word is how the token at a position is shown.
func (p *Probe) Word(position int) string { return p.Words[position] }

// Gold is the chunk that holds the evidence of a question, -1 without any.
func (p *Probe) Gold(question int) int { return int(goldChunk(p.Sample.Queries[question], p.Chunk)) }

// Read has a model read the text and answer the questions.
func (p *Probe) Read(ctx context.Context, m *hsa.Model, o hsa.TailOptions) (*Reading, error) {
	tail, err := readSample(ctx, m, p.Sample, o)
	if err != nil {
		return nil, err
	}
	r := &Reading{Sample: p.Sample, Tail: tail, probe: p}
	for _, q := range p.Sample.Queries {
		r.Answers = append(r.Answers, r.answer(q))
	}
	return r, nil
}

// probability is that of a token in a softmax over logits.
func probability(logits []float32, token int32) float64 {
	most, sum := float64(slices.Max(logits)), 0.0
	for _, x := range logits {
		sum += math.Exp(float64(x) - most)
	}
	return math.Exp(float64(logits[token])-most) / sum
}
