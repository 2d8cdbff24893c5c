package conformance_test

import (
	"os"
	"sync"
	"testing"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/conformance"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

// openBackend opens one backend for all tests: the go backend, or what HSALAB_TEST_BACKEND names.
var openBackend = sync.OnceValues(func() (compute.Backend, error) {
	return hsa.OpenBackend(os.Getenv("HSALAB_TEST_BACKEND"))
})

// onGo says whether tests run on the go backend; others compile each shape for a second and more.
func onGo() bool {
	spec := os.Getenv("HSALAB_TEST_BACKEND")
	return spec == "" || spec == "go"
}

func backend(t testing.TB) compute.Backend {
	t.Helper()
	b, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestOperators: 1,000 generated shapes in every form on the go backend, 30 on others, and all other checks.
func TestOperators(t *testing.T) {
	o := hsatest.Options{Limit: 1e-5, Shapes: 1000, Seed: 1}
	if !onGo() {
		o.Shapes, o.Effort = 30, hsatest.Quick
	}
	run(t, conformance.Operators(backend(t), o))
}

// TestModels: every variant in every form, and streamed; on other backends two variants that have most switches between
// them.
func TestModels(t *testing.T) {
	o := hsatest.Options{Limit: 1e-5, Seed: 1}
	var names []string
	if !onGo() {
		o.Effort, names = hsatest.Quick, []string{"groups", "norms"}
	}
	run(t, conformance.Models(backend(t), o, names...))
}

// TestRivals: the rivals of one variant, those with their positions stretched, and the reach of windows; package baseline
// runs the suite on more.
func TestRivals(t *testing.T) {
	run(t, conformance.Rivals(backend(t), hsatest.Options{Limit: 1e-5, Seed: 1, Effort: hsatest.Quick}, "groups"))
}

func run(t *testing.T, groups []conformance.Group) {
	for _, g := range groups {
		t.Run(g.Subject, func(t *testing.T) {
			defer g.Close()
			checks, err := g.Checks()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range checks {
				t.Run(c.Name, func(t *testing.T) {
					found := c.Do()
					if err := found.Failure(); err != nil {
						t.Error(err)
					}
					t.Logf("largest error %.2g", found.Error)
				})
			}
		})
	}
}
