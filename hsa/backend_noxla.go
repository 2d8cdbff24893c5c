//go:build !xla || !cgo || (!linux && !darwin)

package hsa

import (
	"errors"

	"github.com/gomlx/compute"
)

// openXLA is not reached: plugin.Version has refused before.
func openXLA(string) (compute.Backend, error) { return nil, errors.ErrUnsupported }
