package baseline

import (
	"errors"
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Stream reads a text of any length piece by piece. It keeps keys and values: without full attention those of the windows,
// so that memory is bounded; with it those of every token, and a piece then costs time in proportion to the text before it.
// The result equals the one-shot forward for every way of cutting the text. A Stream is for one goroutine.
type Stream struct {
	model   *Model
	segment int
	read    int
	carry   carry
	hidden  []float32 // states behind the final norm of the last tokens [n Dim]
	maxTail int
	failed  error // of an earlier call: what is kept may lag behind the tokens read
}

// StreamOptions bounds what a stream keeps. Zero values take the defaults.
type StreamOptions struct {
	Segment int // most tokens a graph call; default 1024
	MaxTail int // largest tail that Tail can be asked for; default 512
}

const (
	defaultSegment = 1024
	defaultTail    = 512
)

// NewStream starts an empty text.
func (m *Model) NewStream(o StreamOptions) *Stream {
	if o.Segment <= 0 {
		o.Segment = defaultSegment
	}
	if o.MaxTail <= 0 {
		o.MaxTail = defaultTail
	}
	return &Stream{model: m, segment: o.Segment, maxTail: o.MaxTail, carry: newCarry(m.network)}
}

// Len is the number of tokens read.
func (s *Stream) Len() int { return s.read }

// Bytes is the memory that the stream keeps for its layers: constant without full attention.
func (s *Stream) Bytes() int { return s.carry.bytes() }

// Append reads more of the text. On tokens outside the vocabulary it errs and reads nothing.
func (s *Stream) Append(tokens []int32) error {
	if s.failed != nil {
		return s.failed
	}
	if err := s.model.checkTokens(tokens); err != nil {
		return err
	}
	for len(tokens) > 0 {
		n := s.piece(len(tokens))
		if s.failed = s.readPiece(tokens[:n]); s.failed != nil {
			return s.failed
		}
		tokens = tokens[n:]
	}
	return nil
}

// Tail is the logits of the last n tokens read [n vocab]; more can be read afterwards.
func (s *Stream) Tail(n int) ([]float32, error) {
	switch {
	case s.failed != nil:
		return nil, fmt.Errorf("stream: reading has failed: %w", s.failed)
	case n <= 0 || n > s.read:
		return nil, fmt.Errorf("stream: a tail of %d tokens in a text of %d", n, s.read)
	case n > s.maxTail:
		return nil, fmt.Errorf("stream: a tail of %d tokens is longer than the MaxTail %d the stream was opened with", n, s.maxTail)
	}
	dim := s.model.cfg.Of.Dim
	last := tensors.FromFlatDataAndDimensions(s.hidden[len(s.hidden)-n*dim:], n, dim)
	defer free(last)
	return s.model.floats(graphKey{part: "head"}, func(values *graph.Node, in []*graph.Node) []*graph.Node {
		return []*graph.Node{s.model.network.Head(values, in[0])}
	}, last)
}

// Next reads one token and returns the logits of the token after it [vocab].
func (s *Stream) Next(token int32) ([]float32, error) {
	if err := s.Append([]int32{token}); err != nil {
		return nil, err
	}
	return s.Tail(1)
}

// Free gives back what the stream keeps outside the heap; it cannot be used afterwards.
func (s *Stream) Free() {
	s.carry.free()
	s.failed = errors.New("stream: it has been freed")
}

// pieces are the numbers of tokens that a piece may have, so that few shapes occur and none is padded.
var pieces = []int{4096, 1024, 256, 64, 16, 4, 1}

// maxPairs bounds the (token, earlier token) pairs of a piece of at least 16 tokens: of each, every head has a score.
const maxPairs = 1 << 19

// piece is how many of left tokens the next piece has.
func (s *Stream) piece(left int) int {
	for _, n := range pieces {
		if n <= left && n <= s.segment && (n <= 16 || n*s.carry.roomFor(s.read+n) <= maxPairs) {
			return n
		}
	}
	return 1
}

// readPiece runs all layers over the next tokens.
func (s *Stream) readPiece(tokens []int32) error {
	if err := s.carry.grow(s.read + len(tokens)); err != nil {
		return err
	}
	ids := textTensor(tokens)
	have := tensors.FromScalar(int32(min(s.read, maxHave)))
	defer free(ids, have)
	out, err := s.model.run(graphKey{part: "read"}, func(values *graph.Node, in []*graph.Node) []*graph.Node {
		hidden, next := s.model.network.Read(values, in[0], in[1], in[2:])
		return append([]*graph.Node{hidden}, next...)
	}, append([]*tensors.Tensor{ids, have}, s.carry.tensors...)...)
	if err != nil {
		return err
	}
	s.carry.replace(out[1:])
	s.read += len(tokens)
	defer free(out[0])
	return s.keep(out[0])
}

// keep keeps the states of the last tokens, and drops older ones when there are twice as many as are kept.
func (s *Stream) keep(states *tensors.Tensor) error {
	flat, err := tensors.CopyFlatData[float32](states)
	if err != nil {
		return err
	}
	limit := s.maxTail * s.model.cfg.Of.Dim
	s.hidden = append(s.hidden, flat...)
	if len(s.hidden) > 2*limit {
		s.hidden = append(s.hidden[:0], s.hidden[len(s.hidden)-limit:]...)
	}
	return nil
}
