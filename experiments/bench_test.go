package experiments

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestBenches(t *testing.T) {
	training, err := BenchTraining(context.Background(), "go", time.Millisecond)
	if err != nil || training.Value <= 0 {
		t.Errorf("training: %+v, %v", training, err)
	}
	prefill, tail, err := BenchReading(context.Background(), "go", 256)
	if err != nil || prefill.Value <= 0 || tail.Value <= 0 {
		t.Errorf("reading: %+v, %+v, %v", prefill, tail, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := BenchTraining(ctx, "go", time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted training: %v", err)
	}
	if _, _, err := BenchReading(ctx, "go", 256); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted reading: %v", err)
	}
}
