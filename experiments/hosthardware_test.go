package experiments

import (
	"slices"
	"testing"
)

func TestHardware(t *testing.T) {
	one := Host{CPU: "AMD EPYC", Cores: 2, Backend: "go"}
	two := Host{CPU: "Xeon", Cores: 1, Backend: "xla:/home/me/pjrt_c_api_cpu_plugin.so,tf32=false"}
	three := Host{CPU: "Xeon", Cores: 16, Backend: "xla:/opt/xla_cuda_plugin.so"}
	f := RunFile{Host: one, Continued: []Continuation{{Host: two}, {Host: one}, {Host: three}}}
	want := []string{"AMD EPYC, 2 threads, Go backend", "Xeon, 1 thread, XLA on the CPU", "Xeon, 16 threads, XLA on a GPU (CUDA)"}
	if got := f.Hardware(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (RunFile{}).Hardware(); len(got) > 0 {
		t.Errorf("a run that does not say it: %q", got)
	}
}
