package experiments

import (
	"bufio"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Host says where a result was obtained.
type Host struct {
	CPU     string `json:"cpu"`
	Cores   int    `json:"cores"`
	Go      string `json:"go"`
	SIMD    bool   `json:"simd"` // built with GOEXPERIMENT=simd
	Backend string `json:"backend"`
	Commit  string `json:"commit"`
}

// ThisHost describes the machine, the program and the backend in use.
func ThisHost(backend string) Host {
	return Host{CPU: cpuName(), Cores: runtime.GOMAXPROCS(0), Go: runtime.Version(), SIMD: BuiltWithSIMD(), Backend: backend, Commit: Commit()}
}

// BuiltWithSIMD reports whether the Go backend's matrix products use vector instructions.
func BuiltWithSIMD() bool {
	return simdBuild
}

func cpuName() string {
	for line := range procLines("/proc/cpuinfo") {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// Memory is the resident memory of this process and its peak, in bytes; 0 where the system does not tell.
func Memory() (now, peak int64) {
	for line := range procLines("/proc/self/status") {
		key, value, _ := strings.Cut(line, ":")
		fields := strings.Fields(value)
		if len(fields) == 0 {
			continue
		}
		kb, _ := strconv.ParseInt(fields[0], 10, 64)
		switch key {
		case "VmRSS":
			now = kb << 10
		case "VmHWM":
			peak = kb << 10
		}
	}
	return now, peak
}

func procLines(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		f, err := os.Open(path)
		if err != nil {
			return
		}
		defer f.Close()
		scanner := bufio.NewScanner(f)
		for scanner.Scan() {
			if !yield(scanner.Text()) {
				return
			}
		}
	}
}
