package retrieval

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// Model is the shipped model that reads text.
const Model = "nano-text"

// maxWords bounds a page: every token of it can be explained.
const maxWords = 512

// A Page is a text that the text model has read. Close it.
type Page struct {
	*experiments.Probe

	trained *experiments.Trained
	model   *hsa.Model
	stream  *hsa.Stream
}

// Read has the text model read a text with needles hidden in it, and every question that the text answers at its end.
func Read(text string, needles ...recall.Needle) (*Page, error) {
	trained, err := experiments.Open(Model)
	if err != nil {
		return nil, err
	}
	questions := experiments.Askable(text, needles)
	if len(questions) == 0 {
		return nil, fmt.Errorf("retrieval: the text says nothing that could be asked: write “magic lemon is otter.” into it")
	}
	probe, err := experiments.Compose(trained, text, needles, questions)
	if err != nil {
		return nil, err
	}
	if n := len(probe.Sample.Tokens); n > maxWords {
		return nil, fmt.Errorf("retrieval: %d words; a page holds %d", n, maxWords)
	}
	model, err := trained.Model("")
	if err != nil {
		return nil, err
	}
	p := &Page{Probe: probe, trained: trained, model: model}
	if p.stream, err = p.read(model); err != nil {
		model.Close()
		return nil, err
	}
	return p, nil
}

// read streams the page through a model.
func (p *Page) read(m *hsa.Model) (*hsa.Stream, error) {
	stream := m.NewStream(hsa.StreamOptions{MaxTail: maxWords})
	if err := stream.Append(p.Sample.Tokens); err != nil {
		stream.Free()
		return nil, err
	}
	return stream, nil
}

// Close frees the model.
func (p *Page) Close() {
	p.stream.Free()
	p.model.Close()
}

func (p *Page) config() hsa.Config { return p.trained.Weights.Config }

func (p *Page) origin() viz.Provenance {
	return viz.Provenance{Weights: p.trained.Name + " " + p.trained.Hash()}
}

// TopK is the number of chunks that a token picks.
func (p *Page) TopK() int { return p.config().TestTopK() }

// question is the number of the question that asks for a key.
func (p *Page) question(key string) (int, error) {
	var known []string
	for i, q := range p.Sample.Queries {
		name := recall.KeyWords()[q.Key]
		if name == key {
			return i, nil
		}
		known = append(known, name)
	}
	return 0, fmt.Errorf("retrieval: nothing asks for %q; ask for one of %v", key, known)
}

// words are those of a chunk, one a token.
func (p *Page) words(chunk int) []string { return p.Words[chunk*p.Chunk : (chunk+1)*p.Chunk] }

// text is a chunk as one string.
func (p *Page) text(chunk int) string {
	s := ""
	for i, w := range p.words(chunk) {
		if i > 0 {
			s += " "
		}
		s += w
	}
	return s
}

// Chunks lists the page as the model cuts it: a row a chunk, with its tokens, and the question whose evidence it holds.
func (p *Page) Chunks() viz.Table {
	t := viz.Table{
		Title: fmt.Sprintf("%d tokens in chunks of %d", len(p.Words), p.Chunk), Corner: "chunk",
		Columns: []string{"tokens", "text", "evidence for"}, Provenance: p.origin(),
		Caption: p.caption(),
	}
	var rows []viz.Row
	for c := range len(p.Words) / p.Chunk {
		rows = append(rows, viz.Row{Label: fmt.Sprint(c), Cells: []viz.Cell{
			{Text: fmt.Sprintf("%d–%d", c*p.Chunk, (c+1)*p.Chunk-1)}, {Text: p.text(c)}, {Text: p.evidence(c)},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// caption says what is read, and by what.
func (p *Page) caption() string {
	c := p.config()
	return fmt.Sprintf("A token is a word or a sign. The text ends with the questions, each with its answer behind it, which the model does not see when "+
		"it answers. The model: %s, %d parameters, chunks of %d tokens, windows of %d, top-K %d.", p.trained.Name, len(p.trained.Weights.Values), c.Chunk, c.Window, c.TestTopK())
}

// Right reports whether the model answers every question of the page right.
func (p *Page) Right() bool {
	for i, q := range p.Sample.Queries {
		tail, err := p.stream.Tail(len(p.Words)-q.Position, hsa.TailOptions{})
		if err != nil || tail.Predict(0) != p.Sample.Queries[i].Answer {
			return false
		}
	}
	return true
}

// evidence names the questions whose gold chunk this is.
func (p *Page) evidence(chunk int) string {
	var keys []string
	for i, q := range p.Sample.Queries {
		if p.Gold(i) == chunk {
			keys = append(keys, recall.KeyWords()[q.Key])
		}
	}
	if len(keys) == 0 {
		return "–"
	}
	return strings.Join(keys, ", ")
}
