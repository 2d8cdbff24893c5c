package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Stream reads a text of any length segment by segment and keeps only what later tokens can depend on: the chunk
// memory (landmarks, keys and values) and a short tail of the middle of the stream. Nothing is approximated:
//
//   - A state of the lower half depends on LowerReach earlier tokens only, so each segment is run with that many
//     tokens before it, and no attention cache is needed.
//   - Landmarks, keys and values are made from the lower half, once a chunk is complete.
//   - The upper half reaches back over its windows only, so Tail runs it on the tokens asked for and UpperReach
//     more, whatever the length of the text.
//
// The result equals the one-shot forward for every way of cutting the text. A Stream is for one goroutine.
type Stream struct {
	model   *Model
	segment int // tokens a graph call
	keep    int // tokens of the middle of the stream that are kept for Tail

	context []int32   // the last LowerReach tokens
	middle  []float32 // the last states [n dim], n ≥ min(read, keep)
	partial []float32 // states of the unfinished chunk [n dim]
	memory  chunkStore
	read    int
	failed  error // of an earlier Append: the memory may lag behind the tokens read
}

// StreamOptions bounds what a stream keeps. Zero values take the defaults.
type StreamOptions struct {
	Segment int // tokens a graph call; default 4096
	MaxTail int // largest tail that Tail can be asked for; default 512
}

// NewStream starts an empty text.
func (m *Model) NewStream(o StreamOptions) *Stream {
	if o.Segment <= 0 {
		o.Segment = 4096
	}
	if o.MaxTail <= 0 {
		o.MaxTail = 512
	}
	return &Stream{model: m, segment: o.Segment, keep: o.MaxTail + m.cfg.UpperReach(), memory: newChunkStore(m.cfg)}
}

// Len is the number of tokens read.
func (s *Stream) Len() int { return s.read }

// Chunks is the number of complete chunks in memory.
func (s *Stream) Chunks() int { return s.memory.chunks }

// Append reads more of the text. The encoder of one segment runs beside the lower half of the next.
func (s *Stream) Append(tokens []int32) error {
	if len(tokens) == 0 || s.failed != nil {
		return s.failed
	}
	if err := s.model.checkTokens(tokens); err != nil {
		return err
	}
	encoder := startEncoder(s)
	var err error
	for len(tokens) > 0 && err == nil {
		n := min(len(tokens), s.segment)
		var states []float32
		if states, err = s.lower(tokens[:n]); err == nil {
			encoder.work <- s.completeChunks(states)
		}
		tokens = tokens[n:]
	}
	if wait := encoder.wait(); err == nil {
		err = wait
	}
	s.failed = err
	return err
}

// lower runs the lower half over one segment and its context: the states of the segment [n dim].
func (s *Stream) lower(tokens []int32) ([]float32, error) {
	cfg := s.model.cfg
	before := len(s.context)
	text := append(append(make([]int32, 0, before+len(tokens)), s.context...), tokens...)
	n := len(text)
	padded := append(text[:n:n], make([]int32, bucket(n, 16)-n)...)
	out, err := s.model.run("lower", func(b *builder, in []*Node) []*Node {
		return []*Node{b.lower(in[0])}
	}, tensors.FromFlatDataAndDimensions(padded, 1, len(padded)))
	if err != nil {
		return nil, err
	}
	states, err := tensors.CopyFlatData[float32](out[0])
	out[0].FinalizeAll()
	if err != nil {
		return nil, err
	}
	s.context = append([]int32(nil), text[max(0, n-cfg.LowerReach()):]...)
	s.read += len(tokens)
	states = states[before*cfg.Dim : n*cfg.Dim]
	s.remember(states)
	return states, nil
}

// remember keeps the last states for Tail.
func (s *Stream) remember(states []float32) {
	limit := s.keep * s.model.cfg.Dim
	s.middle = append(s.middle, states...)
	if over := len(s.middle) - limit; over > 0 {
		s.middle = append(s.middle[:0], s.middle[over:]...)
	}
}

// completeChunks takes the states that complete chunks [m S dim], and keeps the rest for later.
func (s *Stream) completeChunks(states []float32) []float32 {
	size := s.model.cfg.Chunk * s.model.cfg.Dim
	all := append(s.partial, states...)
	whole := len(all) / size * size
	s.partial = append([]float32(nil), all[whole:]...)
	return all[:whole]
}

// encode makes the memory of complete chunks [m S dim] and stores it.
func (s *Stream) encode(states []float32) error {
	cfg := s.model.cfg
	chunks := len(states) / (cfg.Chunk * cfg.Dim)
	padded := bucket(chunks, 4)
	input := append(states[:len(states):len(states)], make([]float32, (padded-chunks)*cfg.Chunk*cfg.Dim)...)
	args := []*tensors.Tensor{tensors.FromFlatDataAndDimensions(input, 1, padded, cfg.Chunk, cfg.Dim)}
	args = cfg.farInput(args, s.memory.chunks*cfg.Chunk, padded*cfg.Chunk)
	out, err := s.model.run("encoder", func(b *builder, in []*Node) []*Node {
		mem := b.chunker(in[0])
		return []*Node{mem.landmarks, b.rotateFar(mem.k, farOf(in, 1)), mem.v}
	}, args...)
	if err != nil {
		return err
	}
	var flat [3][]float32
	for i, t := range out {
		if flat[i], err = tensors.CopyFlatData[float32](t); err != nil {
			return err
		}
		t.FinalizeAll()
	}
	s.memory.add(chunks, flat[0], flat[1], flat[2])
	return nil
}

// encoderWorker encodes the chunks of a segment while the next segment is read.
type encoderWorker struct {
	work chan []float32
	done chan error
}

func startEncoder(s *Stream) *encoderWorker {
	w := &encoderWorker{work: make(chan []float32, 1), done: make(chan error, 1)}
	go func() {
		var failed error
		for states := range w.work {
			if len(states) > 0 && failed == nil {
				failed = s.encode(states)
			}
		}
		w.done <- failed
	}()
	return w
}

func (w *encoderWorker) wait() error {
	close(w.work)
	return <-w.done
}

func (s *Stream) checkTail(n int) error {
	if s.failed != nil {
		return fmt.Errorf("stream: reading has failed: %w", s.failed)
	}
	if n <= 0 || n > s.read {
		return fmt.Errorf("stream: a tail of %d tokens in a text of %d", n, s.read)
	}
	if n+s.model.cfg.UpperReach() > s.keep {
		return fmt.Errorf("stream: a tail of %d tokens is longer than the MaxTail %d the stream was opened with", n, s.keep-s.model.cfg.UpperReach())
	}
	return nil
}
