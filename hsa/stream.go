package hsa

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
)

// Stream reads a text of any length segment by segment and keeps only what later tokens can depend on: the windows of
// its layers, the unfinished chunk, the chunk memory (landmarks, keys and values), and a short tail of the middle of the
// stream. Nothing is approximated:
//
//   - The lower half runs over every token once and carries its windows from segment to segment.
//   - Landmarks, keys and values are made from the lower half, once a chunk is complete.
//   - The upper half reaches back over its windows only, so Tail runs it on the tokens asked for and UpperReach
//     more, whatever the length of the text. Next carries its windows too, and goes on token by token.
//
// The result equals the one-shot forward for every way of cutting the text. A Stream is for one goroutine.
type Stream struct {
	model   *Model
	segment int // most tokens a graph call
	read    int
	lower   *lowerHalf
	middle  middle
	partial []float32 // states of the unfinished chunk [n dim]
	memory  chunkMemory
	encoder *chunkEncoder
	upper   *upperHalf // for Next; nil until it is used
	last    lastLogits
	view    *viewer
	failed  error // of an earlier call: what is kept may lag behind the tokens read
}

// StreamOptions bounds what a stream keeps. Zero values take the defaults.
type StreamOptions struct {
	Segment int // most tokens a graph call; default 4096, on a GPU 32,768
	MaxTail int // largest tail that Tail can be asked for; default 512
	// Storage is the type in which chunk keys and values are kept: Float32 if not set, exactly; Float16 and BFloat16
	// round them to half the memory.
	Storage dtypes.DType
}

// NewStream starts an empty text.
func (m *Model) NewStream(o StreamOptions) *Stream {
	if o.Segment <= 0 {
		o.Segment = defaultSegmentOn(m.backend)
	}
	if o.MaxTail <= 0 {
		o.MaxTail = defaultTail
	}
	s := &Stream{model: m, segment: o.Segment, memory: m.newMemory(max(1, o.Segment/m.cfg.Chunk), o.Storage), view: newViewer(), failed: checkStorage(o.Storage)}
	s.lower, s.encoder, s.last.vocab = newLowerHalf(m), newChunkEncoder(m, s.memory), m.cfg.Vocab
	s.middle = middle{dim: m.cfg.Dim, maxTail: o.MaxTail, keep: o.MaxTail + m.cfg.UpperReach() + upperSlack, held: m.cfg.statefulUpper()}
	return s
}

// defaultSegmentOn is the segment unless asked for otherwise: a GPU is idle between calls that are short.
func defaultSegmentOn(backend compute.Backend) int {
	if isGPU(backend) {
		return 8 * defaultSegment
	}
	return defaultSegment
}

// upperSlack is how many states are kept beyond those that a tail needs, so that it can start at a round number.
const upperSlack = 32

// Len is the number of tokens read.
func (s *Stream) Len() int { return s.read }

// Chunks is the number of complete chunks in memory.
func (s *Stream) Chunks() int { return s.memory.len() }

// Append reads more of the text. The encoder of one segment runs beside the lower half of the next.
func (s *Stream) Append(tokens []int32) error {
	if len(tokens) == 0 || s.failed != nil {
		return s.failed
	}
	if err := s.model.checkTokens(tokens); err != nil {
		return err
	}
	if s.model.cfg.statefulUpper() {
		s.failed = s.readAll(tokens, s.encoder)
		return s.failed
	}
	encoder := startEncoder(s.encoder)
	s.failed = s.readAll(tokens, encoder)
	if err := encoder.wait(); s.failed == nil {
		s.failed = err
	}
	return s.failed
}

// readAll reads tokens piece by piece.
func (s *Stream) readAll(tokens []int32, encoder chunkTaker) error {
	for len(tokens) > 0 {
		n := s.lowerPiece(len(tokens))
		if err := s.readPiece(tokens[:n], encoder); err != nil {
			return err
		}
		if err := s.followUpper(); err != nil {
			return err
		}
		tokens = tokens[n:]
	}
	return nil
}

// readPiece runs the lower half over the next tokens and hands complete chunks to the encoder.
func (s *Stream) readPiece(tokens []int32, encoder chunkTaker) error {
	states, err := s.lower.run(tokens)
	if err != nil {
		return err
	}
	flat, err := s.view.of(states)
	if err != nil {
		return err
	}
	s.read += len(tokens)
	s.middle.append(flat)
	if s.model.cfg.Chunk <= len(tokens) {
		return encoder.encode(states, len(tokens)/s.model.cfg.Chunk)
	}
	s.partial = append(s.partial, flat...)
	free(states)
	if len(s.partial) < s.model.cfg.Chunk*s.model.cfg.Dim {
		return nil
	}
	whole := tensors.FromFlatDataAndDimensions(s.partial, 1, s.model.cfg.Chunk, s.model.cfg.Dim)
	s.partial = s.partial[:0]
	return encoder.encode(whole, 1)
}

// lowerPiece is how many of left tokens the next graph call reads: at the start of a chunk whole chunks, in numbers that
// fall by four from the segment's; inside one, powers of four up to its end. So few shapes occur, none is padded, and
// what is read at once can be encoded at once.
func (s *Stream) lowerPiece(left int) int {
	size := s.model.cfg.Chunk
	if inside := s.read % size; inside > 0 || left < size {
		n := 1
		for 4*n <= min(left, size-inside) && 4*n < size {
			n *= 4
		}
		return n
	}
	chunks := max(1, s.segment/size)
	for chunks*size > left {
		chunks = max(1, chunks/4)
	}
	return chunks * size
}

// Free gives back what the stream keeps outside the heap; it cannot be used afterwards.
func (s *Stream) Free() {
	s.memory.free()
	s.lower.free()
	s.encoder.free()
	if s.upper != nil {
		s.upper.free()
	}
	s.failed = errors.New("stream: it has been freed")
}

func (s *Stream) checkTail(n int) error {
	if s.failed != nil {
		return fmt.Errorf("stream: reading has failed: %w", s.failed)
	}
	if n <= 0 || n > s.read {
		return fmt.Errorf("stream: a tail of %d tokens in a text of %d", n, s.read)
	}
	if n > s.middle.maxTail {
		return fmt.Errorf("stream: a tail of %d tokens is longer than the MaxTail %d the stream was opened with", n, s.middle.maxTail)
	}
	return nil
}
