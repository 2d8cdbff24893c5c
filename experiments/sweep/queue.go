package sweep

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/study"
)

// Queue is runs to be carried out, some at a time.
type Queue struct {
	Runs    []study.Run
	Workers int                                                                 // runs at a time, at least 1
	Start   func(ctx context.Context, r study.Run, progress func(Status)) error // carries one out, as Do or Process.Do
	Board   interface {
		Show(r study.Run, state State, s Status, err error)
	} // is told where each stands, by one goroutine at a time; may be nil
}

// State of a run in a queue.
type State string

const (
	Running State = "running"
	Ended   State = "done"
	Failed  State = "failed"
	Stopped State = "stopped" // by an interrupt; it goes on when the queue is run again
)

// Run carries the queue out. A run that fails does not stop the others; all failures are returned at the end, joined. When
// ctx ends the runs under way save, and Run returns experiments.ErrInterrupted.
func (q Queue) Run(ctx context.Context) error {
	next := make(chan study.Run)
	go func() {
		defer close(next)
		for _, r := range q.Runs {
			select {
			case next <- r:
			case <-ctx.Done():
				return
			}
		}
	}()
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		failed []error
	)
	show := func(r study.Run, state State, s Status, err error) {
		mu.Lock()
		defer mu.Unlock()
		if state == Failed {
			failed = append(failed, fmt.Errorf("%s: %w", r.Name(), err))
		}
		if q.Board != nil {
			q.Board.Show(r, state, s, err)
		}
	}
	for range max(1, q.Workers) {
		wg.Go(func() {
			for r := range next {
				q.one(ctx, r, show)
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return errors.Join(append(failed, experiments.ErrInterrupted)...)
	}
	return errors.Join(failed...)
}

// one carries one run out and tells how it ended.
func (q Queue) one(ctx context.Context, r study.Run, show func(study.Run, State, Status, error)) {
	show(r, Running, Status{}, nil)
	err := q.Start(ctx, r, func(s Status) { show(r, Running, s, nil) })
	switch {
	case err == nil:
		show(r, Ended, Status{}, nil)
	case ctx.Err() != nil:
		show(r, Stopped, Status{}, err)
	default:
		show(r, Failed, Status{}, err)
	}
}

// Left are the runs that are not done yet.
func (w Where) Left(runs []study.Run) []study.Run {
	var left []study.Run
	for _, r := range runs {
		if !w.Done(r) {
			left = append(left, r)
		}
	}
	return left
}

// Shard is every of-th run, from number i on (from 0): the part of one machine of several.
func Shard(runs []study.Run, i, of int) ([]study.Run, error) {
	if of < 1 || i < 0 || i >= of {
		return nil, fmt.Errorf("sweep: shard %d of %d: want 0 to %d", i, of, max(0, of-1))
	}
	var part []study.Run
	for n, r := range runs {
		if n%of == i {
			part = append(part, r)
		}
	}
	return part, nil
}
