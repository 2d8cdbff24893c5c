package conformance_test

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/conformance"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

// What "hsalab check" does: every check of every subject, on a backend.
func ExampleOperators() {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, group := range conformance.Operators(backend, hsatest.Options{Limit: 1e-5, Shapes: 3}) {
		checks, err := group.Checks()
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %d checks, failures: %v\n", group.Subject, len(checks), hsatest.Failures(checks))
		group.Close()
	}
	// Output:
	// operator, dense: 17 checks, failures: <nil>
	// operator, dispatch: 17 checks, failures: <nil>
	// operator, gather: 17 checks, failures: <nil>
}
