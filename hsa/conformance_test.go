package hsa_test

import (
	"os"
	"sync"
	"testing"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
)

// openBackend opens one backend for the suite: the go backend, or what HSALAB_TEST_BACKEND names.
var openBackend = sync.OnceValues(func() (compute.Backend, error) {
	return hsa.OpenBackend(os.Getenv("HSALAB_TEST_BACKEND"))
})

func backend(t testing.TB) compute.Backend {
	t.Helper()
	b, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// operators makes operators of one form.
func operators(b compute.Backend, form hsa.Form) hsatest.NewOperator {
	return func(s oracle.Spec) (hsatest.Operator, error) { return hsa.NewOperator(b, s, form) }
}

// conformance are the suite's options: 1,000 generated shapes a form on the go backend, 10 where each compiles for seconds.
func conformance(t testing.TB) hsatest.Options {
	o := hsatest.Options{Limit: 1e-5, Shapes: 1000, Seed: 1}
	if backend(t).Name() != "Go Backend" {
		o.Shapes = 10
	}
	return o
}

// TestOperatorConforms runs every form through the suite.
func TestOperatorConforms(t *testing.T) {
	for _, form := range []hsa.Form{hsa.Dense, hsa.Dispatch, hsa.Gathered} {
		for _, check := range hsatest.OperatorChecks(operators(backend(t), form), conformance(t)) {
			t.Run(string(form)+"/"+check.Name, func(t *testing.T) {
				found := check.Do()
				if err := found.Failure(); err != nil {
					t.Error(err)
				}
				t.Logf("largest error %.2g", found.Error)
			})
		}
	}
}
