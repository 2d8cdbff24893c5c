//go:build unix

package sweep

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments/study"
)

// asChild makes this test binary a process of a sweep.
const asChild = "HSALAB_TEST_SWEEP"

func TestMain(m *testing.M) {
	if what := os.Getenv(asChild); what != "" {
		os.Exit(child(what, os.Args[len(os.Args)-1]))
	}
	os.Exit(m.Run())
}

// child reports a status and then does what is asked of it.
func child(what, run string) int {
	fmt.Println("a line that is no status")
	Report(os.Stdout)(Status{Phase: Train, Text: run + " with " + os.Getenv("GOMAXPROCS") + os.Getenv("NPROC")})
	switch what {
	case "fail":
		fmt.Fprintln(os.Stderr, "a line before\nhsalab: it broke")
		return 1
	case "wait":
		<-UntilClosed(context.Background(), os.Stdin).Done()
		return 130
	}
	return 0
}

func startChild(t *testing.T, ctx context.Context, what string) (said []string, err error) {
	t.Helper()
	t.Setenv(asChild, what)
	p := Process{Program: os.Args[0], Args: []string{"--run"}, Threads: 1}
	err = p.Do(ctx, study.Run{Variant: study.Variant{Name: "a/b"}, Seed: 3}, func(s Status) { said = append(said, s.Text) })
	return said, err
}

// TestProcess: a process is given the name of its run and one thread, its statuses arrive, and what it says last is the error.
func TestProcess(t *testing.T) {
	said, err := startChild(t, context.Background(), "end")
	if err != nil || len(said) != 1 || said[0] != "a-b-seed3 with 11" {
		t.Errorf("said %q, %v", said, err)
	}
	if _, err := startChild(t, context.Background(), "fail"); err == nil || err.Error() != "it broke" {
		t.Errorf("error %v", err)
	}
}

// TestProcessStops: when ctx ends, a process is told by the end of its input, and may take its time to save.
func TestProcessStops(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := startChild(t, ctx, "wait")
	if took := time.Since(start); err == nil || took > patience {
		t.Errorf("error %v after %v", err, took)
	}
}

// TestThreads: a process of one thread keeps XLA from its own threads, beside the flags that are set.
func TestThreads(t *testing.T) {
	t.Setenv("XLA_FLAGS", "--one")
	if env := strings.Join(Process{Threads: 1}.environment(), " "); !strings.Contains(env, "XLA_FLAGS=--one --xla_cpu_multi_thread_eigen=false") || !strings.Contains(env, "NPROC=1") {
		t.Errorf("environment %s", env)
	}
	if env := (Process{}).environment(); env != nil {
		t.Errorf("environment %v", env)
	}
}
