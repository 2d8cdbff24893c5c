package hsatest

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

type textSuite struct {
	m Model
	Facts
	Options
}

func (s textSuite) text(n int) []int32 {
	rng := rand.New(rand.NewPCG(s.Seed, uint64(n)))
	tokens := make([]int32, n)
	for i := range tokens {
		tokens[i] = int32(rng.IntN(s.Vocab))
	}
	return tokens
}

// logits runs the model and checks what it returns: L·Vocab finite numbers.
func (s textSuite) logits(tokens []int32) ([]float32, error) {
	out, err := s.m.Logits(tokens)
	if err != nil {
		return nil, fmt.Errorf("%d tokens: %w", len(tokens), err)
	}
	return out, s.fit(out, len(tokens))
}

func (s textSuite) fit(logits []float32, positions int) error {
	if len(logits) != positions*s.Vocab {
		return fmt.Errorf("%d logits for %d positions, want %d", len(logits), positions, positions*s.Vocab)
	}
	for i, v := range logits {
		if v != v || math.IsInf(float64(v), 0) {
			return fmt.Errorf("logit %d of position %d of %d is %v", i%s.Vocab, i/s.Vocab, positions, v)
		}
	}
	return nil
}

// lengths reads texts that end at the edges of chunks and windows, and wants of each what the longest gives.
func (s textSuite) lengths() (float64, error) {
	c, w := s.Chunk, max(1, s.Window)
	lengths := []int{1, 2, c - 1, c, c + 1, 2*c - 1, 2 * c, 2*c + 1, 3 * c, 3*c + 1, w - 1, w, w + 1, w + 2, 2 * w, 2*w + 1, w + c, w + c + 1, 3*w + c + 2}
	if s.Effort == Quick {
		lengths = []int{1, c, c + 1, 3*c + 1, w + c + 2}
	}
	whole := s.text(slices.Max(lengths))
	want, err := s.logits(whole)
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for _, n := range lengths {
		if n < 1 {
			continue
		}
		got, err := s.logits(whole[:n])
		if err != nil {
			return 0, err
		}
		worst = max(worst, Relative(wide(want[:n*s.Vocab]), wide(got), 1))
	}
	return worst, nil
}

// causality changes tokens, one at a time: no earlier logit may change by a bit, and some later one must.
func (s textSuite) causality() error { return s.causal(s.logits) }

// causal is causality of any way to read a text.
func (s textSuite) causal(read func(tokens []int32) ([]float32, error)) error {
	c, w := s.Chunk, max(1, s.Window)
	tokens := s.text(3*c + w + 5)
	want, err := read(tokens)
	if err != nil {
		return err
	}
	changes := []int{1, c - 1, c, 2*c - 1, 2 * c, 2*c + 1, w, w + 1, w + c, len(tokens) - 2, len(tokens) - 1}
	slices.Sort(changes)
	for _, u := range slices.Compact(changes) {
		changed := slices.Clone(tokens)
		changed[u] = (changed[u] + 1) % int32(s.Vocab)
		got, err := read(changed)
		if err != nil {
			return err
		}
		if i := firstBit(want[:u*s.Vocab], got[:u*s.Vocab]); i >= 0 {
			return fmt.Errorf("token %d changes the logits of position %d from %v to %v", u, i/s.Vocab, want[i], got[i])
		}
		if firstBit(want[u*s.Vocab:], got[u*s.Vocab:]) < 0 {
			return fmt.Errorf("a change of token %d changes nothing at all", u)
		}
	}
	return nil
}

// firstBit is the first place where two slices differ in a bit, or -1.
func firstBit(a, b []float32) int {
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			return i
		}
	}
	return -1
}

func (s textSuite) repeated() error {
	tokens := s.text(3*s.Chunk + 1)
	want, err := s.logits(tokens)
	if err != nil {
		return err
	}
	got, err := s.logits(tokens)
	if err != nil {
		return err
	}
	if i := firstBit(want, got); i >= 0 {
		return fmt.Errorf("logit %d is %v, then %v", i, want[i], got[i])
	}
	return nil
}

func (s textSuite) tokensKept() error {
	tokens := s.text(3*s.Chunk + 1)
	kept := slices.Clone(tokens)
	if _, err := s.logits(tokens); err != nil {
		return err
	}
	if !slices.Equal(tokens, kept) {
		return errors.New("the tokens are others after the run")
	}
	return nil
}

// badTokens are outside every vocabulary of that size.
func (s textSuite) badTokens() []int32 {
	return []int32{-1, int32(s.Vocab), math.MaxInt32, math.MinInt32}
}

func (s textSuite) refusals() error {
	if _, err := s.m.Logits(nil); err == nil {
		return errors.New("an empty text is taken")
	}
	for _, bad := range s.badTokens() {
		for _, at := range []int{0, s.Chunk} {
			tokens := s.text(s.Chunk + 1)
			tokens[at] = bad
			if _, err := s.m.Logits(tokens); err == nil {
				return fmt.Errorf("token %d at %d is taken, the vocabulary being %d", bad, at, s.Vocab)
			}
		}
	}
	return nil
}

func wide(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}
