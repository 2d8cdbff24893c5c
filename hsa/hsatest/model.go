package hsatest

import "fmt"

// Model is a causal language model.
type Model interface {
	// Logits are those of every position [L Vocab], one-shot. It errs on an empty text and on tokens outside the
	// vocabulary.
	Logits(tokens []int32) ([]float32, error)
}

// Streamer is a model that reads long texts piece by piece.
type Streamer interface {
	// NewStream starts an empty text whose last tail positions can be asked for.
	NewStream(tail int) (Stream, error)
}

// Stream is a text that grows.
type Stream interface {
	// Append reads more. It errs on tokens outside the vocabulary, and then reads nothing of that call.
	Append(tokens []int32) error
	// Tail is the logits of the last n positions [n Vocab]; more can be read afterwards.
	Tail(n int) ([]float32, error)
}

// Decoder is a stream that goes on token by token.
type Decoder interface {
	// Next reads one token and gives the logits of the one after it [Vocab].
	Next(token int32) ([]float32, error)
}

// Differentiable is a model that says what a prediction depends on.
type Differentiable interface {
	// TokenGradient is the gradient of -log p(next | tokens up to position) by the embedding of each token [L dim].
	TokenGradient(tokens []int32, position int, next int32) ([]float32, error)
}

// Facts are what the suite must know of a model.
type Facts struct {
	Vocab  int // tokens are 0..Vocab-1
	Chunk  int // S; 1 for a model without chunks
	Window int // W; 0 without one
}

// TestModel runs the whole suite and returns what fails, nil if nothing. Streaming is tested where m is a Streamer, and
// decoding where its streams are Decoders.
func TestModel(m Model, f Facts, o Options) error { return Failures(ModelChecks(m, f, o)) }

// ModelChecks are the checks of a language model.
func ModelChecks(m Model, f Facts, o Options) []Check {
	s := textSuite{m: m, Facts: f, Options: o}
	within := func(name string, run func() (float64, error)) Check {
		return Check{Name: name, Limit: o.Limit, run: run}
	}
	exact := func(name string, run func() error) Check {
		return Check{Name: name, run: func() (float64, error) { return 0, run() }}
	}
	checks := []Check{
		within("lengths around chunks and windows", s.lengths),
		exact("causality: earlier logits are bit-identical", s.causality),
		exact("repeated runs are identical", s.repeated),
		exact("tokens are left as they are", s.tokensKept),
		exact("bad texts are refused", s.refusals),
	}
	if streamer, ok := m.(Streamer); ok {
		t := streamSuite{textSuite: s, streamer: streamer}
		checks = append(checks,
			within(fmt.Sprintf("streamed = one-shot, splits of %d tokens", t.shortLength()), t.everySplit),
			within("streamed = one-shot, random splits of a longer text", t.randomSplits),
			exact("causality, streamed", t.causality),
			within("reading goes on after a tail", t.goesOn),
			within("decoded token by token = one-shot", t.decoded),
			exact("a stream that was kept goes on bit for bit", t.kept),
			exact("a refused text leaves no trace", t.refusedLeavesNoTrace),
		)
	}
	return checks
}
