package experiments

import (
	"context"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/hsa"
)

// feed makes training batches. A batch depends on the recipe, the length and the number of samples used before it.
type feed interface {
	vocab() int
	hash() string
	// batch is n sequences of a length, the first being sample number first of the run.
	batch(r Recipe, length, n, first int) (hsa.Batch, error)
}

// recallFeed trains on the questions of a recall task.
type recallFeed struct{ task data.Task }

func (f recallFeed) vocab() int   { return f.task.Vocab() }
func (f recallFeed) hash() string { return f.task.Hash() }

func (f recallFeed) batch(r Recipe, length, n, first int) (hsa.Batch, error) {
	samples := make([]data.Sample, n)
	for i := range samples {
		s, err := f.task.Sample(r.Seed, first+i, length, data.TrainTail(length))
		if err != nil {
			return hsa.Batch{}, err
		}
		samples[i] = s
	}
	b, err := MakeBatch(samples, r.Model.Chunk, r.Label == hsa.BatchLabel)
	if err == nil && r.stepsTaught() {
		addSteps(&b, samples, r.Model.Chunk, r.Model.Groups)
	}
	return b, err
}

// mixtureFeed trains on every token of a mixture, by its weight.
type mixtureFeed struct {
	mixed *mixed
	text  mixture.Text
	stamp string

	mu   sync.Mutex
	made map[shape]*mixture.Mixture
}

type shape struct{ length, sequences int }

func newMixtureFeed(ctx context.Context, spec MixtureSpec) (*mixtureFeed, error) {
	m, err := spec.open()
	if err != nil {
		return nil, err
	}
	tokens, err := m.tokens(ctx, corpus.Train)
	if err != nil {
		return nil, err
	}
	f := &mixtureFeed{mixed: m, text: mixture.NewText(tokens), made: map[shape]*mixture.Mixture{}}
	f.stamp = data.Hash(struct {
		Spec        MixtureSpec
		Text, Tasks string
	}{spec, f.text.Hash(), data.Hash(m.pack.HSAGroup)})
	return f, nil
}

func (f *mixtureFeed) vocab() int   { return f.mixed.tok.Vocab() }
func (f *mixtureFeed) hash() string { return f.stamp }

func (f *mixtureFeed) batch(r Recipe, length, n, first int) (hsa.Batch, error) {
	m, err := f.mixture(r.Seed, length, n)
	if err != nil {
		return hsa.Batch{}, err
	}
	b, err := m.Batch(first/n, mixture.Shard{})
	if err != nil {
		return hsa.Batch{}, err
	}
	return everyToken(b, r.Model.Chunk), nil
}

// mixture is the one of this length, made once.
func (f *mixtureFeed) mixture(seed uint64, length, n int) (*mixture.Mixture, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := shape{length, n}
	if m := f.made[key]; m != nil {
		return m, nil
	}
	m, err := f.mixed.build(f.text, seed, length, n)
	if err == nil {
		f.made[key] = m
	}
	return m, err
}

// everyToken asks for the token after every position; the last has weight 0. Answers that rest on one needle have a gold
// chunk.
func everyToken(b mixture.Batch, chunk int) hsa.Batch {
	n, length := len(b.Sequences), b.Length
	out := hsa.Batch{
		B: n, L: length, Q: length, Tail: length,
		Tokens: b.Tokens(), Weights: b.Weights(),
		Positions: make([]int32, n*length), Answers: make([]int32, n*length), Gold: make([]int32, n*length),
	}
	for i, s := range b.Sequences {
		row := i * length
		for t := range length {
			out.Positions[row+t], out.Gold[row+t] = int32(t), -1
		}
		copy(out.Answers[row:], s.Tokens[1:])
		for _, a := range s.Answers {
			out.Gold[row+a.Position] = int32(a.Chunk(chunk))
		}
	}
	return out
}

// tokenizerHash is that of the tokenizer of a mixture or of the words of a text task; "" for symbols.
func tokenizerHash(f feed, v *words.Vocabulary) string {
	if m, ok := f.(*mixtureFeed); ok {
		return m.mixed.tok.Hash()
	}
	if v != nil {
		return v.Hash()
	}
	return ""
}
