//go:build !xla || !cgo || (!linux && !darwin)

package plugin

// Loadable says that this program was built so that it can load plugins.
const Loadable = false

// Version is the version of the PJRT interface of the plugin at path. This program cannot load plugins, and the error
// says so.
func Version(path string) (major, minor int, err error) {
	return 0, 0, refuse(path, fixBuild, "this program was built without XLA")
}

const fixBuild = "build it again with -tags xla, which needs a C compiler: GOEXPERIMENT=simd go build -tags xla -o hsalab ./experiments/hsalab"
