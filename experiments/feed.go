package experiments

import (
	"context"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
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
	return MakeBatch(samples, r.Model.Chunk, r.Label == hsa.BatchLabel)
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

func newMixtureFeed(spec MixtureSpec) (*mixtureFeed, error) {
	m, err := spec.open()
	if err != nil {
		return nil, err
	}
	tokens, err := m.tokens(context.Background(), corpus.Train)
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

// ahead is a batch in the making.
type ahead struct {
	length, first int
	done          chan struct{}
	batch         hsa.Batch
	err           error
}

// prepare starts to make the batch that is needed next unless the curriculum moves on, while the device computes.
func (t *training) prepare(length, first int) {
	a := &ahead{length: length, first: first, done: make(chan struct{})}
	t.ahead = a
	go func() {
		defer close(a.done)
		a.batch, a.err = t.feed.batch(t.recipe, length, t.recipe.TokensPerStep/length, first)
	}()
}

// batch is the next training batch and the number of its samples, which are numbered through the whole run.
func (t *training) batch(length int) (hsa.Batch, int, error) {
	n := t.recipe.TokensPerStep / length
	if a := t.ahead; a != nil {
		<-a.done
		t.ahead = nil
		if a.length == length && a.first == t.at.Samples {
			return a.batch, n, a.err
		}
	}
	b, err := t.feed.batch(t.recipe, length, n, t.at.Samples)
	return b, n, err
}

// compileNext compiles the step for the length after the present one in the background, once a stage, on backends that
// take long to compile. A failure shows when the length is reached.
func (t *training) compileNext() {
	next := t.at.Stage + 1
	if t.compiled >= next || next >= len(t.recipe.Curriculum.Lengths) || !strings.HasPrefix(t.opt.Backend, "xla") {
		return
	}
	t.compiled = next
	length := t.recipe.Curriculum.Lengths[next]
	go func() {
		if b, err := t.feed.batch(t.recipe, length, t.recipe.TokensPerStep/length, 0); err == nil {
			_ = t.trainer.Prepare(b)
		}
	}()
}

// form is how training attends to what was picked: dense while there are few chunks.
func (r Recipe) form() hsa.Form {
	const fewChunks = 32
	if longest := r.Curriculum.Lengths[len(r.Curriculum.Lengths)-1]; longest/r.Model.Chunk > fewChunks {
		return hsa.Dispatch
	}
	return hsa.Dense
}
