//go:build linux || darwin

package safetensors

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
)

// fullDiskPath tells a copy of the test program to write there with a file size limit.
const fullDiskPath = "SAFETENSORS_TEST_FULL_DISK"

// TestWriteFileFullDisk runs WriteFile in a child process whose files may not pass 4096 bytes, which fails in mid-write as
// a full disk does.
func TestWriteFileFullDisk(t *testing.T) {
	if path := os.Getenv(fullDiskPath); path != "" {
		os.Exit(writeOnFullDisk(path))
	}
	path := filepath.Join(t.TempDir(), "w.safetensors")
	if err := WriteFile(path, []Tensor{mustTensor(t, "a", []int{1}, []float32{1})}, nil); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestWriteFileFullDisk$")
	child.Env = append(os.Environ(), fullDiskPath+"="+path)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("the child did not see the write fail: %v\n%s", err, out)
	}
	checkHolds(t, path, 1)
	onlyFile(t, path)
}

// writeOnFullDisk is the child: it exits with 0 only if the write fails for lack of room.
func writeOnFullDisk(path string) int {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 4096, Max: 4096}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return 2
	}
	big := Tensor{Name: "a", DType: U8, Shape: []int{1 << 16}, Data: make([]byte, 1<<16)}
	if err := WriteFile(path, []Tensor{big}, nil); !errors.Is(err, syscall.EFBIG) {
		return 1
	}
	return 0
}
