package safetensors

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// vectorFiles lists the reference vectors: below the folder named by HSALAB_SHARED, else below one named shared beside the repository.
func vectorFiles(t *testing.T) []string {
	t.Helper()
	shared := os.Getenv("HSALAB_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	root := filepath.Join(shared, "vectors")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no reference vectors at %s: set HSALAB_SHARED to the folder that holds vectors/", root)
	}
	var files []string
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".safetensors" {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no .safetensors file below %s (%v)", root, err)
	}
	return files
}

// TestReferenceVectors reads every tensor of files written by another library, and writes each file again: a file of
// ours must hold the same tensors.
func TestReferenceVectors(t *testing.T) {
	for _, path := range vectorFiles(t) {
		f, err := Open(path)
		if err != nil {
			t.Error(err)
			continue
		}
		defer f.Close()
		tensors := readAll(t, f)
		copied, err := read(mustWrite(t, tensors, f.Metadata()))
		if err != nil {
			t.Errorf("%s written again: %v", path, err)
			continue
		}
		for _, want := range tensors {
			got, err := copied.Tensor(want.Name)
			if err != nil || !bytes.Equal(got.Data, want.Data) || got.DType != want.DType {
				t.Errorf("%s: tensor %q changed (%v)", path, want.Name, err)
			}
		}
	}
}

// TestVectorValues decodes one tensor whose range is known: the token ids of a model case.
func TestVectorValues(t *testing.T) {
	for _, path := range vectorFiles(t) {
		if filepath.Base(path) != "acts.safetensors" {
			continue
		}
		f, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		ids, err := ReadValues[int32](f, "input_ids")
		if err != nil {
			t.Fatal(err)
		}
		logits, err := f.Info("logits")
		if err != nil {
			t.Fatal(err)
		}
		vocab := int32(logits.Shape[2])
		for i, id := range ids {
			if id < 0 || id >= vocab {
				t.Fatalf("%s: input_ids[%d] = %d, outside the vocabulary of %d", path, i, id, vocab)
			}
		}
		if want := logits.Shape[0] * logits.Shape[1]; len(ids) != want {
			t.Errorf("%s: %d input ids for %d logit rows", path, len(ids), want)
		}
	}
}

// readAll reads every tensor.
func readAll(tb testing.TB, f *File) []Tensor {
	tb.Helper()
	var tensors []Tensor
	for _, name := range f.Names() {
		tensor, err := f.Tensor(name)
		if err != nil {
			tb.Fatal(err)
		}
		tensors = append(tensors, tensor)
	}
	return tensors
}
