package hsatest

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

type streamSuite struct {
	textSuite
	streamer Streamer
}

// shortLength is four chunks and a token.
func (s streamSuite) shortLength() int { return 4*s.Chunk + 1 }

// streamed reads tokens in pieces of those sizes and returns the logits of the last tail positions.
func (s streamSuite) streamed(tokens []int32, sizes []int, tail int) ([]float32, error) {
	stream, err := s.streamer.NewStream(tail)
	if err != nil {
		return nil, err
	}
	defer free(stream)
	for i := 0; len(tokens) > 0; i++ {
		n := min(sizes[i%len(sizes)], len(tokens))
		if err := stream.Append(tokens[:n]); err != nil {
			return nil, err
		}
		tokens = tokens[n:]
	}
	out, err := stream.Tail(tail)
	if err != nil {
		return nil, err
	}
	return out, s.fit(out, tail)
}

// free gives back what a stream holds, where it has a method for that.
func free(stream Stream) {
	if f, ok := stream.(interface{ Free() }); ok {
		f.Free()
	}
}

// everySplit cuts a text of four chunks and a token: in one piece, token by token, chunk by chunk, at every place and,
// where thorough, at every two places. All its logits must be those of the one-shot forward.
func (s streamSuite) everySplit() (float64, error) {
	n := s.shortLength()
	splits := [][]int{{n}, {1}, {s.Chunk}, {s.Chunk + 1}}
	for cut := 1; cut < n; cut++ {
		splits = append(splits, []int{cut, n - cut})
		for second := cut + 1; second < n && s.Effort == Thorough; second++ {
			splits = append(splits, []int{cut, second - cut, n - second})
		}
	}
	if s.Effort == Quick {
		splits = splits[:8]
	}
	return s.compare(s.text(n), splits, []int{n})
}

// randomSplits cuts a text of ten chunks and three tokens at random, and asks for tails of several lengths.
func (s streamSuite) randomSplits() (float64, error) {
	n, rng := 10*s.Chunk+3, rand.New(rand.NewPCG(s.Seed, 7))
	var splits [][]int
	for range 12 {
		var sizes []int
		for range n {
			sizes = append(sizes, 1+rng.IntN(3*s.Chunk))
		}
		splits = append(splits, sizes)
	}
	if s.Effort == Quick {
		splits = splits[:2]
	}
	return s.compare(s.text(n), splits, []int{1, s.Chunk + 1, n})
}

func (s streamSuite) compare(tokens []int32, splits [][]int, tails []int) (float64, error) {
	want, err := s.logits(tokens)
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for _, sizes := range splits {
		for _, tail := range tails {
			got, err := s.streamed(tokens, sizes, tail)
			if err != nil {
				return 0, fmt.Errorf("split %v, tail %d: %w", sizes, tail, err)
			}
			e := Relative(wide(want[len(want)-tail*s.Vocab:]), wide(got), 1)
			if !(e <= s.Limit) {
				return e, fmt.Errorf("split %v, tail %d: error %.2g, limit %.2g", sizes, tail, e, s.Limit)
			}
			worst = max(worst, e)
		}
	}
	return worst, nil
}

// causality of a stream: the same cuts, so that the same graphs run, and bit-identical logits.
func (s streamSuite) causality() error {
	return s.causal(func(tokens []int32) ([]float32, error) {
		return s.streamed(tokens, []int{s.Chunk + 1, 3*s.Chunk - 1}, len(tokens))
	})
}

// goesOn asks for a tail after every piece: what is read afterwards must not depend on it.
func (s streamSuite) goesOn() (float64, error) {
	tokens := s.text(s.shortLength())
	want, err := s.logits(tokens)
	if err != nil {
		return 0, err
	}
	stream, err := s.streamer.NewStream(2)
	if err != nil {
		return 0, err
	}
	defer free(stream)
	worst, read := 0.0, 0
	for _, n := range []int{1, s.Chunk - 1, 1, s.Chunk, 2*s.Chunk - 1} {
		if err := stream.Append(tokens[read : read+n]); err != nil {
			return 0, err
		}
		read += n
		tail := min(2, read)
		got, err := stream.Tail(tail)
		if err != nil {
			return 0, err
		}
		worst = max(worst, Relative(wide(want[(read-tail)*s.Vocab:read*s.Vocab]), wide(got), 1))
	}
	return worst, nil
}

// decoded reads the start of a text in one piece, the rest token by token, and a piece in between, from starts at the edges
// of chunks on. Streams that are no Decoders pass.
func (s streamSuite) decoded() (float64, error) {
	tokens := s.text(s.shortLength() + s.Window)
	want, err := s.logits(tokens)
	if err != nil {
		return 0, err
	}
	starts := []int{0, 1, s.Chunk - 1, s.Chunk, s.Chunk + 1, 2*s.Chunk + 1}
	if s.Effort == Quick {
		starts = starts[:3]
	}
	worst := 0.0
	for _, start := range starts {
		e, err := s.decodedFrom(tokens, start, want)
		if err != nil {
			return e, fmt.Errorf("from token %d on: %w", start, err)
		}
		worst = max(worst, e)
	}
	return worst, nil
}

func (s streamSuite) decodedFrom(tokens []int32, start int, want []float32) (float64, error) {
	stream, err := s.streamer.NewStream(1)
	if err != nil {
		return 0, err
	}
	defer free(stream)
	decoder, ok := stream.(Decoder)
	if !ok {
		return 0, nil
	}
	if err := stream.Append(tokens[:start]); err != nil {
		return 0, err
	}
	worst, piece := 0.0, 3*s.Chunk
	for t := start; t < len(tokens); t++ {
		if t == piece && t+2 < len(tokens) { // a piece in between, two tokens long
			if err := stream.Append(tokens[t : t+2]); err != nil {
				return 0, err
			}
			t += 2
		}
		got, err := decoder.Next(tokens[t])
		if err != nil {
			return 0, err
		}
		if err := s.fit(got, 1); err != nil {
			return 0, err
		}
		worst = max(worst, Relative(wide(want[t*s.Vocab:(t+1)*s.Vocab]), wide(got), 1))
	}
	return worst, nil
}

// refusedLeavesNoTrace appends texts with a bad token between good ones.
func (s streamSuite) refusedLeavesNoTrace() error {
	tokens := s.text(2*s.Chunk + 1)
	run := func(spoil bool) ([]float32, error) {
		stream, err := s.streamer.NewStream(1)
		if err != nil {
			return nil, err
		}
		defer free(stream)
		for half := range slices.Chunk(tokens, s.Chunk+1) {
			for _, bad := range s.badTokens() {
				if spoil && stream.Append(append(slices.Clone(half), bad)) == nil {
					return nil, fmt.Errorf("token %d is taken, the vocabulary being %d", bad, s.Vocab)
				}
			}
			if err := stream.Append(half); err != nil {
				return nil, err
			}
		}
		return stream.Tail(1)
	}
	want, err := run(false)
	if err != nil {
		return err
	}
	got, err := run(true)
	if err != nil {
		return err
	}
	if len(got) != len(want) || firstBit(want, got) >= 0 {
		return fmt.Errorf("logits %v, without the refused texts %v", got, want)
	}
	return nil
}
