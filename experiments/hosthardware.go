package experiments

import (
	"fmt"
	"strings"
)

// Hardware says in a few words what computes there, such as "AMD EPYC, 2 threads, XLA".
func (h Host) Hardware() string {
	threads := "1 thread"
	if h.Cores != 1 {
		threads = fmt.Sprintf("%d threads", h.Cores)
	}
	return fmt.Sprintf("%s, %s, %s", h.CPU, threads, computedBy(h.Backend))
}

// computedBy says what a backend computes on.
func computedBy(spec string) string {
	switch {
	case backendName(spec) == "go":
		return "Go backend"
	case strings.Contains(strings.ToLower(spec), "cuda"):
		return "XLA on a GPU (CUDA)"
	}
	return "XLA on the CPU"
}

// Hardware lists what the run was trained on, in the order in which it came there; nothing where its run.json does not say.
func (f RunFile) Hardware() []string {
	var list []string
	seen := map[string]bool{}
	add := func(h Host) {
		if text := h.Hardware(); h.CPU != "" && !seen[text] {
			seen[text] = true
			list = append(list, text)
		}
	}
	add(f.Host)
	for _, c := range f.Continued {
		add(c.Host)
	}
	return list
}

// File reads run.json.
func (d RunDir) File() (RunFile, error) { return d.read() }
