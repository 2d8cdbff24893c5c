package hsa

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

const deadlockLimit = 60 * time.Second

// TestNoDeadlock runs, on the backend that OpenBackend opens, what hangs the Go backend with its default options on two
// cores: many large matrix products that are ready at once, forward and backward, from several goroutines.
func TestNoDeadlock(t *testing.T) {
	backend, err := OpenBackend("go")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		manyProducts(t, backend)
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(deadlockLimit):
		t.Fatalf("not done after %s: the backend hangs", deadlockLimit)
	}
}

// TestDeadlockIsReal is the negative control: with default options the same hangs, in a process of its own, which is killed.
// Should it end there by itself, the backend has been mended, and OpenBackend need not set an option any more.
func TestDeadlockIsReal(t *testing.T) {
	if os.Getenv("HSALAB_TEST_DEADLOCK") == "1" {
		backend, err := gobackend.New("")
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			manyProducts(t, backend)
		}
		return
	}
	if testing.Short() {
		t.Skip("waits for a process that hangs")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestDeadlockIsReal$")
	cmd.Env = append(os.Environ(), "HSALAB_TEST_DEADLOCK=1", "GOMAXPROCS=2")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatalf("with default options it neither hangs nor computes: %v", err)
		}
		t.Skip("with default options it ends too: see whether parallelism=-1 is still needed")
	case <-time.After(8 * time.Second):
		cmd.Process.Kill()
		<-ended
	}
}

func manyProducts(t testing.TB, backend compute.Backend) {
	const size, products = 512, 24
	exec := MustNewExec(backend, func(x *Node) *Node {
		var sum *Node
		for i := range products {
			y := AddScalar(x, float64(i))
			p := ReduceAllSum(Dot(y, y).Product())
			if sum == nil {
				sum = p
				continue
			}
			sum = Add(sum, p)
		}
		return Gradient(sum, x)[0]
	})
	defer exec.Finalize()
	rng := rand.New(rand.NewPCG(1, 1))
	x := make([]float32, size*size)
	for i := range x {
		x[i] = rng.Float32()
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := exec.Call(tensors.FromFlatDataAndDimensions(x, size, size)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
