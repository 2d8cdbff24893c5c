package hsatest_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/hsa/hsatest"
)

// fake is a causal model in a few lines: each logit is a sum over a window, and over the chunks that are complete. fault
// names what is wrong with it.
type fake struct {
	fault       string
	chunk, memo int // memo weighs the chunks; 0 makes a model that reads its window only
}

const fakeVocab, fakeWindow = 7, 5

var fakeFacts = hsatest.Facts{Vocab: fakeVocab, Chunk: 4, Window: fakeWindow}

func (f fake) Logits(tokens []int32) ([]float32, error) {
	if len(tokens) == 0 && f.fault == "panics on an empty text" {
		_ = tokens[0]
	}
	if len(tokens) == 0 {
		return nil, errors.New("an empty text")
	}
	for _, id := range tokens {
		if (id < 0 || id >= fakeVocab) && f.fault != "takes any token" {
			return nil, errors.New("outside the vocabulary")
		}
	}
	var out []float32
	for t := range tokens {
		for v := range fakeVocab {
			out = append(out, f.logit(tokens, t, v))
		}
	}
	switch f.fault {
	case "writes to its input":
		tokens[0] = 0
	case "drops the last position":
		out = out[fakeVocab:]
	case "noise":
		out[len(out)-1] += 1e-3 * rand.Float32()
	}
	return out, nil
}

func (f fake) logit(tokens []int32, t, v int) float32 {
	from, to := max(0, t-fakeWindow), t
	if f.fault == "sees the next token" {
		to = min(t+1, len(tokens)-1)
	}
	if f.fault == "depends on the length" {
		from += len(tokens) % 2
	}
	sum := 0.0
	for j := from; j <= to; j++ {
		sum += embedding(tokens[j], v) / float64(1+to-j)
	}
	visible := t / f.chunk
	if f.fault == "sees its own chunk" {
		visible = min(t/f.chunk+1, len(tokens)/f.chunk)
	}
	for i := range visible * f.chunk * f.memo {
		sum += 0.01 * embedding(tokens[i], v+1)
	}
	if f.fault == "NaN after a chunk" && t == 2*f.chunk {
		return float32(math.NaN())
	}
	return float32(sum)
}

func embedding(token int32, v int) float64 { return math.Sin(float64(token+1) * float64(v+2)) }

// TokenGradient is not that of any loss, but nonzero where the prediction depends on a token.
func (f fake) TokenGradient(tokens []int32, position int, _ int32) ([]float32, error) {
	out := make([]float32, len(tokens))
	for j := max(0, position-fakeWindow); j <= position; j++ {
		out[j] = 1
	}
	switch f.fault {
	case "a small gradient everywhere":
		for j := range out {
			out[j] += 1e-20
		}
	case "no gradient":
		clear(out)
	}
	return out, nil
}

type fakeStream struct {
	fake
	tokens []int32
	pieces int
}

func (f fake) NewStream(int) (hsatest.Stream, error) { return &fakeStream{fake: f}, nil }

func (s *fakeStream) Append(tokens []int32) error {
	if len(tokens) > 0 {
		if _, err := s.Logits(slices.Clone(tokens)); err != nil {
			if s.fault == "keeps what it refuses" {
				s.tokens = append(s.tokens, tokens[:len(tokens)-1]...)
			}
			return err
		}
	}
	if s.fault == "forgets across pieces" && len(s.tokens)%s.chunk != 0 {
		s.tokens[len(s.tokens)-1] = 0
	}
	s.tokens = append(s.tokens, tokens...)
	s.pieces++
	return nil
}

func (s *fakeStream) Tail(n int) ([]float32, error) {
	out, err := s.Logits(s.tokens)
	if err != nil {
		return nil, err
	}
	if s.fault == "a tail ends the reading" {
		s.tokens = s.tokens[:len(s.tokens)-1]
	}
	if s.fault == "drifts with the number of pieces" && s.pieces > 6 {
		out[len(out)-1] += 1e-3
	}
	return out[len(out)-n*fakeVocab:], nil
}

func (s *fakeStream) Next(token int32) ([]float32, error) {
	if err := s.Append([]int32{token}); err != nil {
		return nil, err
	}
	if s.fault == "decodes from the token before" {
		s.tokens[len(s.tokens)-1] = s.tokens[max(0, len(s.tokens)-2)]
	}
	return s.Tail(1)
}

func (s *fakeStream) Reload() (hsatest.Stream, error) {
	again := *s
	again.tokens = slices.Clone(s.tokens)
	if s.fault == "forgets when it is kept" {
		again.tokens[len(again.tokens)-1] = 0
	}
	return &again, nil
}

func TestFakePasses(t *testing.T) {
	if err := hsatest.TestModel(fake{chunk: 4, memo: 1}, fakeFacts, options); err != nil {
		t.Error(err)
	}
	for _, c := range hsatest.ReachChecks(fake{chunk: 4}, fakeFacts, fakeWindow, options) {
		if err := c.Do().Failure(); err != nil {
			t.Error(err)
		}
	}
}

// TestModelFaultsAreCaught is the negative control: each fault is found by the check that is there for it.
func TestModelFaultsAreCaught(t *testing.T) {
	for fault, caughtBy := range map[string]string{
		"sees the next token":              "causality",
		"sees its own chunk":               "causality",
		"depends on the length":            "lengths",
		"NaN after a chunk":                "lengths",
		"drops the last position":          "lengths",
		"noise":                            "repeated",
		"writes to its input":              "left as they are",
		"takes any token":                  "bad texts",
		"panics on an empty text":          "bad texts",
		"forgets across pieces":            "splits of 17",
		"drifts with the number of pieces": "random splits",
		"a tail ends the reading":          "goes on",
		"keeps what it refuses":            "no trace",
		"decodes from the token before":    "decoded",
		"forgets when it is kept":          "bit for bit",
	} {
		t.Run(fault, func(t *testing.T) {
			checks := hsatest.ModelChecks(fake{fault: fault, chunk: 4, memo: 1}, fakeFacts, options)
			if named(t, checks, caughtBy).Do().Failure() == nil {
				t.Errorf("the check %q passes", caughtBy)
			}
		})
	}
	for fault, reach := range map[string]int{"a small gradient everywhere": fakeWindow, "no gradient": fakeWindow,
		"a reach too long": fakeWindow + 1, "a reach too short": fakeWindow - 1} {
		t.Run(fault, func(t *testing.T) {
			if hsatest.Failures(hsatest.ReachChecks(fake{fault: fault, chunk: 4}, fakeFacts, reach, options)) == nil {
				t.Error("the checks of the reach pass")
			}
		})
	}
}

func ExampleTestModel() {
	facts := hsatest.Facts{Vocab: 7, Chunk: 4, Window: 5}
	checks := hsatest.ModelChecks(fake{chunk: 4, memo: 1, fault: "sees its own chunk"}, facts, hsatest.Options{Limit: 1e-5})
	for _, c := range checks {
		if err := c.Do().Failure(); err != nil {
			fmt.Println("fails:", c.Name)
		}
	}
	// Output:
	// fails: lengths around chunks and windows
	// fails: causality: earlier logits are bit-identical
	// fails: causality, streamed
	// fails: reading goes on after a tail
	// fails: decoded token by token = one-shot
}
