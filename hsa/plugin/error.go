package plugin

import (
	"fmt"
	"strings"
)

// Error says what is wrong with a plugin, and what to do.
type Error struct {
	Path        string
	Reason, Fix string
}

// Error is one sentence with both.
func (e *Error) Error() string { return fmt.Sprintf("plugin %s: %s; %s", e.Path, e.Reason, e.Fix) }

func refuse(path, fix, reason string, args ...any) *Error {
	return &Error{Path: path, Reason: fmt.Sprintf(reason, args...), Fix: fix}
}

// What to do.
const (
	fixPath    = "give the path of a plugin's shared library, such as xla:/path/to/pjrt_c_api_cpu_plugin.so; \"hsalab pjrt fetch\" downloads one for CPUs"
	fixMachine = "take a plugin that was built for this machine; \"hsalab pjrt fetch\" downloads one for Linux on amd64"
)

// unloadable explains what the system's loader said.
func unloadable(path, said string) error {
	fix := "install what it needs (ldd lists it)"
	switch {
	case strings.Contains(said, "GLIBC"):
		fix = "take a plugin that was built for an older system: the C library here is older than what it wants"
	case strings.Contains(said, "cuda") || strings.Contains(said, "cudnn") || strings.Contains(said, "nccl") || strings.Contains(said, "cublas"):
		fix = "install the CUDA libraries that it was built with, and put their folders into LD_LIBRARY_PATH"
	}
	return refuse(path, fix, "it cannot be loaded: %s", said)
}
