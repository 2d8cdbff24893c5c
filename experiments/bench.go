package experiments

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/hsa"
)

// Speed is one measurement of speed.
type Speed struct {
	What   string
	Value  float64
	Unit   string // "tokens/s" or "ms"
	Detail string
}

// BenchTraining measures training steps of the plain recipe at its full length, for about so long: tokens a second,
// compilation left out.
func BenchTraining(ctx context.Context, backend string, duration time.Duration) (Speed, error) {
	dir, err := os.MkdirTemp("", "hsalab-bench-")
	if err != nil {
		return Speed{}, err
	}
	defer os.RemoveAll(dir)
	r := Nano()
	last := r.Curriculum.Lengths[len(r.Curriculum.Lengths)-1]
	r.Curriculum.Lengths = []int{last}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var first, latest time.Time
	steps := 0
	err = Train(ctx, r, TrainOptions{Dir: RunDir(dir), Backend: backend, Progress: func(TrainStatus) {
		latest = time.Now()
		if first.IsZero() {
			first = latest
			return
		}
		steps++
		if latest.Sub(first) >= duration {
			stop()
		}
	}})
	if !errors.Is(err, ErrInterrupted) {
		return Speed{}, err
	}
	if steps == 0 {
		return Speed{}, context.Canceled
	}
	rate := float64(steps*r.TokensPerStep) / latest.Sub(first).Seconds()
	return Speed{"training, nano at 128 tokens", rate, "tokens/s", fmt.Sprintf("%d steps of %d tokens", steps, r.TokensPerStep)}, nil
}

// BenchReading measures how fast an untrained nano model of the plain task reads a text of length tokens, and how long
// it then takes to answer the questions in the tail of a training text. The speed does not depend on training.
func BenchReading(ctx context.Context, backend string, length int) (prefill, tail Speed, err error) {
	r, err := Nano().Resolve()
	if err != nil {
		return prefill, tail, err
	}
	split, err := r.Task.Build()
	if err != nil {
		return prefill, tail, err
	}
	b, err := hsa.OpenBackend(backend)
	if err != nil {
		return prefill, tail, err
	}
	m, err := hsa.NewModel(b, &hsa.Weights{Config: r.Model, Values: r.Model.InitialValues(0)})
	if err != nil {
		return prefill, tail, err
	}
	defer m.Close()
	s, err := split.HeldOut.Sample(EvalSeed, 0, length, data.TrainTail(r.Model.TrainingLength))
	if err != nil {
		return prefill, tail, err
	}
	if _, _, err := timeReading(ctx, m, s); err != nil { // compiles
		return prefill, tail, err
	}
	read, answer, err := timeReading(ctx, m, s)
	if err != nil {
		return prefill, tail, err
	}
	name := fmt.Sprintf("%d tokens", length)
	prefill = Speed{"reading " + name, float64(length) / read.Seconds(), "tokens/s", fmt.Sprintf("%.2f s", read.Seconds())}
	tail = Speed{"answering after " + name, 1e3 * answer.Seconds(), "ms", fmt.Sprintf("%d questions", len(s.Queries))}
	return prefill, tail, nil
}

// timeReading reads a sample and then answers its questions.
func timeReading(ctx context.Context, m *hsa.Model, s data.Sample) (read, answer time.Duration, err error) {
	stream := m.NewStream(hsa.StreamOptions{MaxTail: s.Tail})
	defer stream.Free()
	start := time.Now()
	const piece = 1 << 14
	for from := 0; from < len(s.Tokens); from += piece {
		if ctx.Err() != nil {
			return 0, 0, ctx.Err()
		}
		if err := stream.Append(s.Tokens[from:min(from+piece, len(s.Tokens))]); err != nil {
			return 0, 0, err
		}
	}
	middle := time.Now()
	if _, err := stream.Tail(s.Tail, hsa.TailOptions{}); err != nil {
		return 0, 0, err
	}
	return middle.Sub(start), time.Since(middle), nil
}
