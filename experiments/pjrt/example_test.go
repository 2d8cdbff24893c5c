package pjrt_test

import (
	"fmt"
	"os"

	"github.com/hsalab/hsalab/experiments/pjrt"
)

// Find never touches the network: it says whether Fetch has put the plugin there.
func ExampleFind() {
	dir, err := os.MkdirTemp("", "pjrt")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if _, ok := pjrt.Find(dir); !ok {
		fmt.Println("no plugin yet: fetch it, or stay on the go backend")
	}
	// Output: no plugin yet: fetch it, or stay on the go backend
}
