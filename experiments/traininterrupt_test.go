package experiments

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hsalab/hsalab/data/tokenizer"
)

// TestInterruptedWhileTokenizing: a run that is interrupted while its corpus is made into tokens ends at once; nothing has
// begun, and nothing half-made is left.
func TestInterruptedWhileTokenizing(t *testing.T) {
	tokens := t.TempDir()
	t.Setenv(EnvTokens, tokens)
	r := Tiny()
	r.Task.Mixture.Tokenizer, r.Task.Mixture.Corpus = tokenizer.DefaultName, "go-source"
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	dir := RunDir(filepath.Join(t.TempDir(), "run"))
	start := time.Now()
	err := Train(ctx, r, TrainOptions{Dir: dir})
	if !errors.Is(err, ErrInterrupted) || time.Since(start) > 3*time.Second {
		t.Errorf("error %v after %v, want %v within 3 s", err, time.Since(start), ErrInterrupted)
	}
	if _, err := os.Stat(string(dir)); err == nil {
		t.Error("the run has begun")
	}
	if left, err := os.ReadDir(tokens); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
