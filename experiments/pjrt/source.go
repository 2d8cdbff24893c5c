package pjrt

import (
	"fmt"
	"runtime"
)

// source is one published plugin: a wheel, and the library in it.
type source struct {
	project, version string
	wheelSum         string // SHA-256 of the wheel, hexadecimal
	member           string // name of the library inside the wheel
	librarySum       string // SHA-256 of the library, hexadecimal
	librarySize      int64  // bytes
}

// published is built from the XLA commit of jaxlib 0.11.2 and licensed under Apache-2.0; its PJRT API is 0.115.
var published = source{
	project:     "lammps-jax-pjrt-cpu",
	version:     "0.11.2",
	wheelSum:    "1319390d948b39f69f7dade496b7c385149d9ca6097a6b62114da113216d9ad1",
	member:      "lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so",
	librarySum:  "ad1309ac822b1b24d51b7f9947c7c9fa9ef5d67f390584cbc3d1fa2428fed9c2",
	librarySize: 201_600_336,
}

// requirement is the line of a pip requirements file that admits this wheel only.
func (s source) requirement() string {
	return fmt.Sprintf("%s==%s --hash=sha256:%s\n", s.project, s.version, s.wheelSum)
}

// checkPlatform refuses platforms that the library was not built for.
func checkPlatform(goos, goarch string) error {
	if goos == "linux" && goarch == "amd64" {
		return nil
	}
	return fmt.Errorf("%w: this is %s/%s; run on the go backend, or build a CPU plugin from the XLA sources and name it as xla:PATH",
		ErrPlatform, goos, goarch)
}

func thisPlatform() error { return checkPlatform(runtime.GOOS, runtime.GOARCH) }
