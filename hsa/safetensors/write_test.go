package safetensors

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteRefuses(t *testing.T) {
	good := Tensor{Name: "a", DType: F32, Shape: []int{1}, Data: make([]byte, 4)}
	for _, c := range []struct {
		name     string
		tensors  []Tensor
		metadata map[string]string
		why      string
	}{
		{"twice", []Tensor{good, good}, nil, `tensor "a" is given twice`},
		{"reserved name", []Tensor{{Name: "__metadata__", DType: F32, Data: make([]byte, 4)}}, nil, "reserved"},
		{"name not UTF-8", []Tensor{{Name: "\xff", DType: F32, Data: make([]byte, 4)}}, nil, "not valid Unicode"},
		{"unknown dtype", []Tensor{{Name: "a", DType: "F4"}}, nil, `unknown dtype "F4"`},
		{"negative axis", []Tensor{{Name: "a", DType: F32, Shape: []int{-1, -1}, Data: make([]byte, 4)}}, nil, "negative size -1 of axis 0"},
		{"too little data", []Tensor{{Name: "a", DType: F32, Shape: []int{2}, Data: make([]byte, 4)}}, nil, "takes 8 bytes, got 4"},
		{"too many axes", []Tensor{{Name: "a", DType: U8, Shape: make([]int, MaxRank+1)}}, nil, "65 axes"},
		{"metadata not UTF-8", []Tensor{good}, map[string]string{"k": "\xff"}, "not valid UTF-8"},
		{"huge metadata", []Tensor{good}, map[string]string{"k": strings.Repeat("x", MaxHeader)}, "at most 100000000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			err := Write(&b, c.tensors, c.metadata)
			if err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("error %v, want it to say %q", err, c.why)
			}
			if b.Len() != 0 {
				t.Errorf("%d bytes were written all the same", b.Len())
			}
		})
	}
}

// TestWriteBytes pins the exact bytes of a small file: widest dtype first, names in order, padded to 8.
func TestWriteBytes(t *testing.T) {
	got := mustWrite(t, []Tensor{
		{Name: "b", DType: U8, Shape: []int{1}, Data: []byte{9}},
		mustTensor(t, "z", nil, []float32{1}),
		mustTensor(t, "c", []int{0}, []float32{}),
	}, map[string]string{"y": "2", "x": "1"})
	header := `{"__metadata__":{"x":"1","y":"2"},` +
		`"c":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},` +
		`"z":{"dtype":"F32","shape":[],"data_offsets":[0,4]},` +
		`"b":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}}`
	header += strings.Repeat(" ", (8-len(header)%8)%8)
	if want := rawFile(header, []byte{0, 0, 0x80, 0x3f, 9}); !bytes.Equal(got, want) {
		t.Errorf("wrote %q\nwant  %q", got, want)
	}
}

// failAfter is a writer that has room for n bytes.
type failAfter struct{ n int }

var errFull = errors.New("full")

func (w *failAfter) Write(p []byte) (int, error) {
	if len(p) > w.n {
		return w.n, errFull
	}
	w.n -= len(p)
	return len(p), nil
}

func TestWriteReportsEveryFailedWrite(t *testing.T) {
	tensors := []Tensor{mustTensor(t, "a", []int{2}, []float32{1, 2}), mustTensor(t, "b", []int{1}, []int64{3})}
	size := len(mustWrite(t, tensors, nil))
	for room := range size {
		if err := Write(&failAfter{room}, tensors, nil); !errors.Is(err, errFull) {
			t.Fatalf("room for %d of %d bytes: error %v", room, size, err)
		}
	}
	if err := Write(&failAfter{size}, tensors, nil); err != nil {
		t.Errorf("room for all: %v", err)
	}
}

func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.safetensors")
	for _, v := range []float32{1, 2} {
		if err := WriteFile(path, []Tensor{mustTensor(t, "a", []int{1}, []float32{v})}, nil); err != nil {
			t.Fatal(err)
		}
		checkHolds(t, path, v)
	}
	onlyFile(t, path)
}

func TestWriteFileKeepsOldOnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.safetensors")
	if err := WriteFile(path, []Tensor{mustTensor(t, "a", []int{1}, []float32{1})}, nil); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []Tensor{{Name: "a", DType: F32, Shape: []int{2}}}, nil); err == nil {
		t.Error("a malformed tensor is accepted")
	}
	checkHolds(t, path, 1)
	onlyFile(t, path)
	missing := filepath.Join(t.TempDir(), "none", "w.safetensors")
	if err := WriteFile(missing, nil, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing directory: error %v", err)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: error %v", err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("directory: error %v", err)
	}
	bad := filepath.Join(dir, "bad.safetensors")
	if err := os.WriteFile(bad, []byte("PK\x03\x04 not this format"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(bad); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), bad) {
		t.Errorf("other format: error %v, want ErrInvalid with the path", err)
	}
}

// TestFileCutAfterOpen: a file that shrinks under the reader is reported, by both roads.
func TestFileCutAfterOpen(t *testing.T) {
	b := mustWrite(t, []Tensor{mustTensor(t, "a", []int{3}, []float32{1, 2, 3})}, nil)
	f, err := Read(bytes.NewReader(b[:len(b)-1]), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Tensor("a"); !errors.Is(err, ErrInvalid) {
		t.Errorf("Tensor: error %v", err)
	}
	if _, err := ReadValues[float32](f, "a"); !errors.Is(err, ErrInvalid) {
		t.Errorf("ReadValues: error %v", err)
	}
}

// TestReadFails: an input error is passed on and is not called an invalid file.
func TestReadFails(t *testing.T) {
	_, err := Read(brokenDisk{}, 1000)
	if !errors.Is(err, io.ErrClosedPipe) || errors.Is(err, ErrInvalid) {
		t.Errorf("error %v, want that of the disk", err)
	}
}

// brokenDisk fails each read.
type brokenDisk struct{}

func (brokenDisk) ReadAt([]byte, int64) (int, error) { return 0, io.ErrClosedPipe }

// checkHolds checks that the file at path holds a = [want].
func checkHolds(t *testing.T, path string, want float32) {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := ReadValues[float32](f, "a")
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("%s holds %v (%v), want [%g]", path, got, err, want)
	}
}

// onlyFile checks that nothing but path lies in its directory.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Name() != filepath.Base(path) {
		t.Errorf("the directory holds %v, want only %s", list, filepath.Base(path))
	}
}
