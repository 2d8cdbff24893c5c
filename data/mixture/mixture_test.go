package mixture_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/recall"
)

// proverbs is a corpus of n documents that is the same on every machine.
func proverbs(n int) corpus.Corpus {
	return corpus.New("proverbs", fmt.Sprint("proverbs ", n), func(yield func(corpus.Document, error) bool) {
		for i := range n {
			text := fmt.Sprintf("Proverb %d: light travels far, light number %d stays.\n", i, i*i)
			if !yield(corpus.NewDocument(fmt.Sprint("proverb ", i), text), nil) {
				return
			}
		}
	})
}

func text(t testing.TB) mixture.Text {
	t.Helper()
	tokens, err := mixture.Tokenize(context.Background(), t.TempDir(), proverbs(500), standard(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tokens.Close() })
	return mixture.NewText(tokens)
}

func plain(t testing.TB, base int) mixture.Recall {
	t.Helper()
	task, err := recall.New(recall.Plain())
	if err != nil {
		t.Fatal(err)
	}
	return mixture.NewRecall(task, base)
}

// config mixes text and a task in two lengths.
func config() mixture.Config {
	return mixture.Config{
		Seed: 7, Text: 1, Tasks: map[string]float64{"recall-plain-noise": 3},
		Lengths:      []mixture.Shape{{Length: 64, Sequences: 8, Share: 2}, {Length: 128, Sequences: 4, Share: 1}},
		AnswerWeight: 2, TaskTextWeight: 0.1,
	}
}

func mixed(t testing.TB) *mixture.Mixture {
	t.Helper()
	s := text(t)
	m, err := mixture.New(config(), s, plain(t, s.Vocab()))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func batch(t testing.TB, m *mixture.Mixture, step int, shard mixture.Shard) mixture.Batch {
	t.Helper()
	b, err := m.Batch(step, shard)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestBatchesAreTheSameEverywhere pins the tokens of ten batches.
func TestBatchesAreTheSameEverywhere(t *testing.T) {
	m := mixed(t)
	var all []int32
	for step := range 10 {
		all = append(all, batch(t, m, step, mixture.Shard{}).Tokens()...)
	}
	if got, want := data.HashTokens(all), "873eadcd46533661"; got != want {
		t.Errorf("hash %s, want %s: batches have changed", got, want)
	}
	if got, want := m.Hash(), "1751afd210f39e5e"; got != want {
		t.Errorf("mixture hash %s, want %s", got, want)
	}
	if m.Vocab() != 4096+64 {
		t.Errorf("vocabulary of %d", m.Vocab())
	}
}

// TestSharesAndLengths counts sources and lengths over many steps.
func TestSharesAndLengths(t *testing.T) {
	m := mixed(t)
	const steps = 3000
	tasks, all, long := 0, 0, 0
	for step := range steps {
		shape := m.Shape(step)
		if shape.Length == 128 {
			long++
		}
		for row := range 2 {
			s, err := m.Sequence(step, row)
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Tokens) != shape.Length {
				t.Fatalf("%d tokens in a batch of length %d", len(s.Tokens), shape.Length)
			}
			if all++; s.Source != mixture.TextName {
				tasks++
			}
		}
	}
	if got := float64(tasks) / float64(all); got < 0.72 || got > 0.78 {
		t.Errorf("a share of %g of tasks, want 0.75", got)
	}
	if got := float64(long) / steps; got < 0.30 || got > 0.37 {
		t.Errorf("a share of %g of long batches, want 0.33", got)
	}
}

func TestWeights(t *testing.T) {
	m := mixed(t)
	seen := map[string]bool{}
	for row := range 8 {
		s, err := m.Sequence(1, row)
		if err != nil {
			t.Fatal(err)
		}
		seen[s.Source] = true
		want := make([]float32, len(s.Tokens))
		for i := range len(want) - 1 {
			want[i] = 0.1
			if s.Source == mixture.TextName {
				want[i] = 1
			}
		}
		for _, a := range s.Answers {
			want[a.Position] = 2
			if a.Value < 0 || s.Tokens[a.Value] != s.Tokens[a.Position+1] || len(a.Evidence) != 1 || !a.Evidence[0].Contains(a.Value) {
				t.Errorf("answer %+v of %v", a, s.Tokens)
			}
			if c := a.Chunks(8); !slices.Contains(c, a.Chunk(8)) {
				t.Errorf("gold chunk %d is not among %v", a.Chunk(8), c)
			}
		}
		if diff := cmp.Diff(want, s.Weights); diff != "" {
			t.Errorf("weights of %s, -want +got:\n%s", s.Source, diff)
		}
	}
	if len(seen) != 2 {
		t.Errorf("sources %v, want both", seen)
	}
}

// TestShards: the shards of a batch put together are the batch.
func TestShards(t *testing.T) {
	m := mixed(t)
	for step := range 20 {
		whole := batch(t, m, step, mixture.Shard{}).Tokens()
		for _, count := range []int{1, 2, 4} {
			var parts []int32
			for i := range count {
				parts = append(parts, batch(t, m, step, mixture.Shard{Index: i, Count: count}).Tokens()...)
			}
			if !slices.Equal(parts, whole) {
				t.Fatalf("step %d: %d shards do not make the batch", step, count)
			}
		}
	}
	for _, s := range []mixture.Shard{{Index: 2, Count: 2}, {Index: -1, Count: 2}, {Index: 1}, {Count: 3}} {
		if _, err := m.Batch(0, s); err == nil {
			t.Errorf("shard %+v: no error", s)
		}
	}
}

// TestStreamIsTheBatches: a stream stopped and gone on anywhere, with any number of workers, gives the batches in order.
func TestStreamIsTheBatches(t *testing.T) {
	m := mixed(t)
	var want [][]int32
	for step := range 30 {
		want = append(want, batch(t, m, step, mixture.Shard{}).Tokens())
	}
	rapid.Check(t, func(t *rapid.T) {
		position := m.Start()
		for position.Step < len(want) {
			o := mixture.StreamOptions{Workers: rapid.IntRange(0, 4).Draw(t, "workers"), Ahead: rapid.IntRange(0, 6).Draw(t, "ahead")}
			s, err := m.Stream(context.Background(), position, o)
			if err != nil {
				t.Fatal(err)
			}
			for range rapid.IntRange(1, len(want)-position.Step).Draw(t, "read") {
				step := s.Position().Step
				b, err := s.Next()
				if err != nil || b.Step != step || !slices.Equal(b.Tokens(), want[step]) {
					t.Fatalf("step %d: batch %d differs (%v)", step, b.Step, err)
				}
			}
			position = saved(t, s.Position())
			s.Close()
		}
	})
}

// saved is a position after a way through a checkpoint.
func saved(t *rapid.T, p mixture.Position) (again mixture.Position) {
	text, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(text, &again)
	}
	if err != nil || again != p || len(text) > 100 {
		t.Fatalf("%s: %+v, %v", text, again, err)
	}
	return again
}

func TestStreamRefuses(t *testing.T) {
	m := mixed(t)
	other := m.Start()
	other.Mixture = "0123456789abcdef"
	for name, from := range map[string]mixture.Position{"belongs to mixture": other, "want 0 or more": {Step: -1, Mixture: m.Hash()}} {
		if _, err := m.Stream(context.Background(), from, mixture.StreamOptions{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want %q", err, name)
		}
	}
	if _, err := m.Stream(context.Background(), m.Start(), mixture.StreamOptions{Shard: mixture.Shard{Index: 5, Count: 2}}); err == nil {
		t.Error("a shard that does not exist: no error")
	}
}

// TestStreamEnds: after its context has ended a stream gives an error for good, and Close returns.
func TestStreamEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := mixed(t).Stream(ctx, mixed(t).Start(), mixture.StreamOptions{Workers: 2, Ahead: 3})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	cancel()
	for range 10 {
		_, err = s.Next()
	}
	if _, again := s.Next(); !errors.Is(err, context.Canceled) || again != err {
		t.Errorf("errors %v and %v", err, again)
	}
	s.Close()
}

// failing is a source that has no samples from an index on.
type failing struct{ mixture.Recall }

func (failing) Name() string { return "failing" }
func (f failing) Sample(seed uint64, index, length int) (mixture.Example, error) {
	if index >= 16 {
		return mixture.Example{}, errors.New("out of samples")
	}
	return f.Recall.Sample(seed, index, length)
}

func TestStreamReportsASourceThatFails(t *testing.T) {
	c := config()
	c.Text, c.Tasks, c.Lengths = 0, map[string]float64{"failing": 1}, c.Lengths[:1]
	m, err := mixture.New(c, failing{plain(t, 0)})
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.Stream(context.Background(), m.Start(), mixture.StreamOptions{Workers: 3, Ahead: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 2 {
		if _, err := s.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Next(); err == nil || !strings.Contains(err.Error(), "sequence 16 of failing: out of samples") || s.Position().Step != 2 {
		t.Errorf("error %v at %+v", err, s.Position())
	}
}
