package mixture

import (
	"context"
	"fmt"
	"sync"
)

// Position is the place in a stream: the next step, and the hash of the mixture that it belongs to.
type Position struct {
	Step    int    `json:"step"`
	Mixture string `json:"mixture"`
}

// StreamOptions say how a stream is read. None of them changes what is read.
type StreamOptions struct {
	Shard   Shard
	Workers int // batches made at a time; 0 stands for 1
	Ahead   int // batches kept ready; 0 stands for 2
}

// Stream gives the batches of a mixture in order and makes them ahead. Next is for one caller at a time.
type Stream struct {
	position Position
	queue    chan chan made
	err      error // what ended the stream
	stop     context.CancelFunc
	done     sync.WaitGroup
}

// made is a batch, or why there is none.
type made struct {
	batch Batch
	err   error
}

// Start is the position at which a stream of the mixture begins.
func (m *Mixture) Start() Position { return Position{Mixture: m.hash} }

// Stream reads the mixture from a position on, until ctx ends or Close is called. It refuses the position of another
// mixture.
func (m *Mixture) Stream(ctx context.Context, from Position, o StreamOptions) (*Stream, error) {
	switch {
	case from.Mixture != m.hash:
		return nil, fmt.Errorf("mixture: the position belongs to mixture %s, this is %s: go on with the config, corpus and tokenizer of that run, or start anew", from.Mixture, m.hash)
	case from.Step < 0:
		return nil, fmt.Errorf("mixture: step %d: want 0 or more", from.Step)
	}
	if err := o.Shard.check(m.config); err != nil {
		return nil, err
	}
	o.Workers = max(o.Workers, 1)
	if o.Ahead < 1 {
		o.Ahead = 2
	}
	ctx, stop := context.WithCancel(ctx)
	s := &Stream{position: from, queue: make(chan chan made, o.Ahead), stop: stop}
	s.done.Go(func() { s.feed(ctx, m, from.Step, o) })
	return s, nil
}

// feed queues a place for each batch in order and lets workers fill the places.
func (s *Stream) feed(ctx context.Context, m *Mixture, first int, o StreamOptions) {
	defer close(s.queue)
	working := make(chan struct{}, o.Workers)
	for step := first; ; step++ {
		place := make(chan made, 1)
		select {
		case <-ctx.Done():
			return
		case s.queue <- place:
		}
		select {
		case <-ctx.Done():
			place <- made{err: ctx.Err()}
			return
		case working <- struct{}{}:
		}
		s.done.Go(func() {
			batch, err := m.Batch(step, o.Shard)
			place <- made{batch, err}
			<-working
		})
	}
}

// Next gives the next batch. After an error it gives the same error again.
func (s *Stream) Next() (Batch, error) {
	if s.err != nil {
		return Batch{}, s.err
	}
	place, ok := <-s.queue
	if !ok {
		s.err = fmt.Errorf("mixture: the stream is closed: %w", context.Canceled)
		return Batch{}, s.err
	}
	next := <-place
	if s.err = next.err; s.err == nil {
		s.position.Step++
	}
	return next.batch, s.err
}

// Position is the place after the batches that Next has given, whatever has been made ahead: what a checkpoint
// keeps.
func (s *Stream) Position() Position { return s.position }

// Close ends the stream and waits for its workers.
func (s *Stream) Close() {
	s.stop()
	s.done.Wait()
}
