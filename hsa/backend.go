package hsa

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"

	"github.com/hsalab/hsalab/hsa/plugin"
)

// OpenBackend opens a compute backend: "go" (or "") for the pure-Go one, "xla:PATH" for a PJRT plugin, which needs
// a program built with -tags xla; options of the plugin may follow a comma, as in "xla:PATH,tf32=false".
//
// It is the only place where a backend is opened. The Go backend with its default options hangs for ever on two
// cores: several large matmuls, run as tasks of its pool, each wait for a free place in the same pool. Without a
// bound on the pool none waits.
func OpenBackend(spec string) (compute.Backend, error) {
	name, option, _ := strings.Cut(spec, ":")
	switch name {
	case "", "go":
		if option != "" {
			return nil, fmt.Errorf("backend %q: the go backend takes no options", spec)
		}
		return openGo()
	case "xla":
		if option == "" {
			return nil, fmt.Errorf("backend %q: name the PJRT plugin, as in xla:/path/to/plugin.so", spec)
		}
		return openPlugin(option)
	}
	return nil, fmt.Errorf("unknown backend %q; there is: go, xla:PATH", spec)
}

// openPlugin opens the PJRT plugin at a path, which options may follow, after a look at it.
func openPlugin(option string) (compute.Backend, error) {
	path, options, _ := strings.Cut(option, ",")
	path, err := filepath.Abs(path) // the loader looks for names in folders of its own
	if err != nil {
		return nil, fmt.Errorf("backend xla:%s: %w", option, err)
	}
	if err := plugin.Check(path); err != nil {
		return nil, err
	}
	//lint:ignore SA4023 only a program without XLA always has an error here
	if _, _, err := plugin.Version(path); err != nil {
		return nil, err
	}
	if options != "" {
		path += "," + options
	}
	return openXLA(path)
}

func openGo() (compute.Backend, error) {
	var backend compute.Backend
	err := quietly(func() (err error) {
		backend, err = gobackend.New("parallelism=-1")
		return err
	})
	return backend, err
}

var stdoutLock sync.Mutex

// quietly runs open without what it prints: the Go backend announces its options on standard output, which would
// end up in every notebook cell.
func quietly(open func() error) error {
	stdoutLock.Lock()
	defer stdoutLock.Unlock()
	r, w, err := os.Pipe()
	if err != nil {
		return open()
	}
	stdout := os.Stdout
	os.Stdout = w
	defer func() {
		os.Stdout = stdout
		w.Close()
		io.Copy(io.Discard, r)
		r.Close()
	}()
	return open()
}

func isGoBackend(backend compute.Backend) bool { return backend.Name() == goBackendName }

// isGPU reports whether a backend computes on a CUDA device: its plugin says so in its name or path.
func isGPU(backend compute.Backend) bool {
	return strings.Contains(strings.ToLower(backend.Description()), "cuda")
}

const goBackendName = "Go Backend"
