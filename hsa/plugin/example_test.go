package plugin_test

import (
	"errors"
	"fmt"

	"github.com/hsalab/hsalab/hsa/plugin"
)

// What is wrong with a plugin, and what to do, come apart.
func ExampleCheck() {
	err := plugin.Check("none.so")
	var e *plugin.Error
	if errors.As(err, &e) {
		fmt.Println(e.Reason)
		fmt.Println("→", e.Fix)
	}
	// Output:
	// there is no such file
	// → give the path of a plugin's shared library, such as xla:/path/to/pjrt_c_api_cpu_plugin.so; "hsalab pjrt fetch" downloads one for CPUs
}
