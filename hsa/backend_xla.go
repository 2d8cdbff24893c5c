//go:build xla && cgo && (linux || darwin)

package hsa

import (
	"os"

	"github.com/gomlx/compute"
	_ "github.com/gomlx/go-xla/compute/xla" // registers "xla"
)

// openXLA opens the PJRT plugin at path, which options may follow. Nothing is ever downloaded.
func openXLA(path string) (compute.Backend, error) {
	if err := os.Setenv("GOMLX_NO_AUTO_INSTALL", "1"); err != nil {
		return nil, err
	}
	return compute.NewWithConfig("xla:" + path)
}
