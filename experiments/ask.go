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

	Probability float64 // of the right answer

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
	Weights string // name and hash of the model's, for figures; may be empty

	probe *Probe
}

// Ask has a text model read a text with needles hidden in it, and answer questions; see [Compose].
func Ask(ctx context.Context, t *Trained, text string, needles []recall.Needle, questions []string, o AskOptions) (*Reading, error) {
	probe, err := Compose(t, text, needles, questions)
	if err != nil {
		return nil, err
	}
	model, err := t.Model(o.Backend)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	r, err := probe.Read(ctx, model, hsa.TailOptions{TopK: o.TopK})
	if err != nil {
		return nil, err
	}
	r.Weights = t.Name + " " + t.Hash()
	return r, nil
}

// readSample streams a sample and answers its questions.
func readSample(ctx context.Context, m *hsa.Model, s data.Sample, o hsa.TailOptions) (*hsa.Tail, error) {
	stream, err := readTokens(ctx, m, s.Tokens, s.Tail)
	if err != nil {
		return nil, err
	}
	defer stream.Free()
	return stream.Tail(s.Tail, o)
}

// readTokens streams tokens in pieces, so that an interrupt is heard. The stream that it returns must be freed.
func readTokens(ctx context.Context, m *hsa.Model, tokens []int32, tail int) (*hsa.Stream, error) {
	const piece = 1 << 14
	stream := m.NewStream(hsa.StreamOptions{MaxTail: tail})
	for len(tokens) > 0 {
		n := min(piece, len(tokens))
		err := context.Cause(ctx)
		if err == nil {
			err = stream.Append(tokens[:n])
		}
		if err != nil {
			stream.Free()
			return nil, err
		}
		tokens = tokens[n:]
	}
	return stream, nil
}

func (r *Reading) answer(q data.Query) Answer {
	token := r.probe.token
	group := r.Tail.Groups[len(r.Tail.Groups)-1]
	at := q.Position - r.Tail.First
	predicted := r.Tail.Predict(at)
	row := r.Tail.Row(0, at)
	a := Answer{
		Question: r.probe.ask(q), Probability: probability(r.Tail.Logits[at*r.Tail.Vocab:][:r.Tail.Vocab], q.Answer),
		Right: token(q.Answer), Predicted: token(predicted), Correct: predicted == q.Answer,
		GoldChunk: int(goldChunk(q, r.probe.Chunk)), TopChunk: -1,
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
func (r *Reading) Word(position int) string { return r.probe.Words[position] }

// ChunkSize is the number of tokens a chunk.
func (r *Reading) ChunkSize() int { return r.probe.Chunk }

// Chunk is the text of a chunk.
func (r *Reading) Chunk(c int) string { return chunkText(c, r.probe.Chunk, r.Word) }

// Around is the text of a chunk in brackets, between half of each of its neighbours.
func (r *Reading) Around(c int) string {
	text := ""
	half := r.probe.Chunk / 2
	for i := max(0, c*r.probe.Chunk-half); i < min(len(r.probe.Words), (c+1)*r.probe.Chunk+half); i++ {
		switch i {
		case c * r.probe.Chunk:
			text += "["
		case (c + 1) * r.probe.Chunk:
			text = text[:len(text)-1] + "] "
		}
		text += r.probe.Words[i] + " "
	}
	text = text[:len(text)-1]
	if (c+1)*r.probe.Chunk == len(r.probe.Words) {
		text += "]"
	}
	return text
}

// Map is the retrieval heat map of the questions.
func (r *Reading) Map() viz.HeatMap {
	h := RetrievalMap(r.Tail, r.Sample, r.probe.Chunk, r.Word)
	h.Title = fmt.Sprintf("What each question retrieved from %d %s", r.Sample.Context(), r.probe.unit)
	h.Provenance = viz.Provenance{Weights: r.Weights, Commit: Commit()}
	return h
}

// Table lists the questions with their answers and the chunks that weighed most.
func (r *Reading) Table() viz.Table {
	t := viz.Table{
		Title:  fmt.Sprintf("%d of %d answers right", r.Right(), len(r.Answers)),
		Corner: "question", Columns: []string{"answer", "verdict", "chunk", "weight", "what the chunk says"}, Decimals: 2,
		Caption:    fmt.Sprintf("The model read %d %s, in chunks of %d, and weighed this chunk most when it answered.", r.Sample.Context(), r.probe.unit, r.probe.Chunk),
		Provenance: viz.Provenance{Weights: r.Weights, Commit: Commit()},
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
