package experiments

import (
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// Environment is what may change the numbers of a run beside its recipe, code and host.
type Environment struct {
	System    string            `json:"system"`              // GOOS/GOARCH
	Modules   map[string]string `json:"modules,omitempty"`   // versions of what computes
	Variables map[string]string `json:"variables,omitempty"` // environment variables that change how it computes, where set
}

// computing are the modules that compute; their versions must match.
var computing = []string{"github.com/gomlx/gomlx", "github.com/gomlx/compute", "github.com/gomlx/go-xla"}

// variables that change how a backend computes.
var variables = []string{"GOMLX_SIMD_AVX512", "GOMLX_SIMD_AVX2", "GOMAXPROCS", "NPROC", "XLA_FLAGS", "CUDA_VISIBLE_DEVICES", "NVIDIA_TF32_OVERRIDE"}

// ThisEnvironment describes that of this process.
func ThisEnvironment() Environment {
	e := Environment{System: runtime.GOOS + "/" + runtime.GOARCH, Modules: map[string]string{}, Variables: map[string]string{}}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, path := range computing {
			for _, dep := range info.Deps {
				if dep.Path == path {
					e.Modules[strings.TrimPrefix(path, "github.com/")] = dep.Version
				}
			}
		}
	}
	for _, name := range variables {
		if value, set := os.LookupEnv(name); set {
			e.Variables[name] = value
		}
	}
	return e
}
