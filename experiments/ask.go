package experiments

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// AskOptions says how a text is read. The zero value reads as in training.
type AskOptions struct {
	Backend string // as in hsa.OpenBackend
	TopK    int    // K; 0 that of training, hsa.AllChunks every visible chunk
}

// Answer is what a model answered to one question.
type Answer struct {
	Question  string // such as "what is magic lemon?"
	Right     string
	Predicted string
	Correct   bool

	GoldChunk  int // chunk of the evidence
	GoldWeight float64
	TopChunk   int // chunk that weighed most, -1 if none was picked
	TopWeight  float64
	TopText    string // what that chunk says, the end of its neighbour before and the start of the one after
}

// Reading is a text that a model has read, with its answers.
type Reading struct {
	Answers []Answer
	Sample  data.Sample
	Tail    *hsa.Tail

	weights string // name and hash
	chunk   int
	words   []string // as the reader wrote them, a word a token
}

// Ask has a text model read a text with needles hidden in it, and answer questions, which name keys: "lemon" or "what
// is magic lemon?". A question about what the text does not say is an error, and so is a model that reads symbols.
func Ask(ctx context.Context, t *Trained, text string, needles []recall.Needle, questions []string, o AskOptions) (*Reading, error) {
	if t.Vocabulary == nil {
		return nil, fmt.Errorf("ask: model %s reads symbols, not text: ask nano-text, or a model of your own trained with \"hsalab train nano-text\"", t.Name)
	}
	cfg := t.Weights.Config
	form, err := recall.NewForm(t.Vocabulary, cfg.Chunk)
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
	backend, err := hsa.OpenBackend(o.Backend)
	if err != nil {
		return nil, err
	}
	model, err := hsa.NewModel(backend, t.Weights)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	tail, err := readSample(ctx, model, sample, hsa.TailOptions{TopK: o.TopK})
	if err != nil {
		return nil, err
	}
	r := &Reading{Sample: sample, Tail: tail, weights: t.Name + " " + t.Hash(), chunk: cfg.Chunk, words: wordsOf(sample, text, t.Vocabulary)}
	for _, q := range sample.Queries {
		r.Answers = append(r.Answers, r.answer(q, t.Vocabulary.Token))
	}
	return r, nil
}

// readSample streams a sample in pieces, so that an interrupt is heard.
func readSample(ctx context.Context, m *hsa.Model, s data.Sample, o hsa.TailOptions) (*hsa.Tail, error) {
	const piece = 1 << 14
	stream := m.NewStream(hsa.StreamOptions{MaxTail: s.Tail})
	defer stream.Free()
	for rest := s.Tokens; len(rest) > 0; {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		n := min(piece, len(rest))
		if err := stream.Append(rest[:n]); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	return stream.Tail(s.Tail, o)
}

func (r *Reading) answer(q data.Query, token func(int32) string) Answer {
	group := r.Tail.Groups[len(r.Tail.Groups)-1]
	at := q.Position - r.Tail.First
	predicted := r.Tail.Predict(at)
	row := r.Tail.Row(0, at)
	a := Answer{
		Question: fmt.Sprintf("what is magic %s?", recall.KeyWords()[q.Key]),
		Right:    token(q.Answer), Predicted: token(predicted), Correct: predicted == q.Answer,
		GoldChunk: int(goldChunk(q, r.chunk)), TopChunk: -1,
	}
	weight, _ := group.Weight(row, a.GoldChunk)
	a.GoldWeight = float64(weight)
	for k, c := range group.Picks[row] {
		if w := float64(group.Weights[row][k]); a.TopChunk < 0 || w > a.TopWeight {
			a.TopChunk, a.TopWeight = c, w
		}
	}
	if a.TopChunk >= 0 {
		a.TopText = r.Around(a.TopChunk)
	}
	return a
}

// Word is the word at a position as it stands in the text.
func (r *Reading) Word(position int) string { return r.words[position] }

// ChunkSize is the number of tokens a chunk.
func (r *Reading) ChunkSize() int { return r.chunk }

// Chunk is the text of a chunk.
func (r *Reading) Chunk(c int) string { return chunkText(c, r.chunk, r.Word) }

// Around is the text of a chunk in brackets, between half of each of its neighbours.
func (r *Reading) Around(c int) string {
	text := ""
	half := r.chunk / 2
	for i := max(0, c*r.chunk-half); i < min(len(r.words), (c+1)*r.chunk+half); i++ {
		switch i {
		case c * r.chunk:
			text += "["
		case (c + 1) * r.chunk:
			text = text[:len(text)-1] + "] "
		}
		text += r.words[i] + " "
	}
	text = text[:len(text)-1]
	if (c+1)*r.chunk == len(r.words) {
		text += "]"
	}
	return text
}

// Map is the retrieval heat map of the questions.
func (r *Reading) Map() viz.HeatMap {
	h := RetrievalMap(r.Tail, r.Sample, r.chunk, r.Word)
	h.Title = fmt.Sprintf("What each question retrieved from %d words", r.Sample.Context())
	h.Provenance = viz.Provenance{Weights: r.weights, Commit: Commit()}
	return h
}

// Table lists the questions with their answers and the chunks that weighed most.
func (r *Reading) Table() viz.Table {
	t := viz.Table{
		Title:  fmt.Sprintf("%d of %d answers right", r.Right(), len(r.Answers)),
		Corner: "question", Columns: []string{"answer", "verdict", "chunk", "weight", "what the chunk says"}, Decimals: 2,
		Caption:    fmt.Sprintf("The model read %d words, in chunks of %d, and weighed this chunk most when it answered.", r.Sample.Context(), r.chunk),
		Provenance: viz.Provenance{Weights: r.weights, Commit: Commit()},
	}
	var rows []viz.Row
	for _, a := range r.Answers {
		verdict := "right"
		if !a.Correct {
			verdict = "wrong, it is " + a.Right
		}
		rows = append(rows, viz.Row{Label: a.Question, Cells: []viz.Cell{
			{Text: a.Predicted}, {Text: verdict}, {Text: fmt.Sprint(a.TopChunk)}, {Value: a.TopWeight}, {Text: a.TopText},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// Right is the number of right answers.
func (r *Reading) Right() int {
	n := 0
	for _, a := range r.Answers {
		if a.Correct {
			n++
		}
	}
	return n
}
