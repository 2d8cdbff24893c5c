package hsatest

import "fmt"

// Keeper is a stream whose state can be kept elsewhere.
type Keeper interface {
	// Reload keeps the state in a file, reads that and gives a stream that goes on from it.
	Reload() (Stream, error)
}

// kept reads the start of a text, reloads, and reads on with both streams: tails and, where they decode, what follows must be
// bit-identical. Streams that are no Keepers pass.
func (s streamSuite) kept() error {
	tokens := s.text(s.shortLength() + 4)
	starts := []int{1, s.Chunk - 1, s.Chunk, 2*s.Chunk + 1}
	if s.Effort == Quick {
		starts = starts[3:]
	}
	for _, start := range starts {
		for _, decode := range []bool{false, true} {
			if err := s.keptFrom(tokens, start, decode); err != nil {
				return fmt.Errorf("reloaded after %d tokens, decoding begun: %v: %w", start, decode, err)
			}
		}
	}
	return nil
}

// keptFrom reloads after start tokens; decode reads the last of them as decoding does.
func (s streamSuite) keptFrom(tokens []int32, start int, decode bool) error {
	stream, err := s.streamer.NewStream(2)
	if err != nil {
		return err
	}
	defer free(stream)
	keeper, ok := stream.(Keeper)
	if !ok {
		return nil
	}
	decoder, ok := stream.(Decoder)
	appended := start
	if decode && ok {
		appended--
	}
	if err := stream.Append(tokens[:appended]); err != nil {
		return err
	}
	if appended < start {
		if _, err := decoder.Next(tokens[appended]); err != nil {
			return err
		}
	}
	again, err := keeper.Reload()
	if err != nil {
		return err
	}
	defer free(again)
	want, err := s.readOn(stream, tokens[start:])
	if err != nil {
		return err
	}
	got, err := s.readOn(again, tokens[start:])
	if err != nil {
		return err
	}
	if i := firstBit(want, got); i >= 0 {
		return fmt.Errorf("number %d is %v, without the reload %v", i, got[i], want[i])
	}
	return nil
}

// readOn appends all but two of the tokens and decodes those; it returns all logits on the way.
func (s streamSuite) readOn(stream Stream, tokens []int32) ([]float32, error) {
	last := len(tokens) - 2
	if err := stream.Append(tokens[:last]); err != nil {
		return nil, err
	}
	out, err := stream.Tail(2)
	if err != nil {
		return nil, err
	}
	logits := append([]float32(nil), out...)
	decoder, ok := stream.(Decoder)
	for _, token := range tokens[last:] {
		if !ok {
			break
		}
		next, err := decoder.Next(token)
		if err != nil {
			return nil, err
		}
		logits = append(logits, next...)
	}
	return logits, s.fit(logits, len(logits)/s.Vocab)
}
