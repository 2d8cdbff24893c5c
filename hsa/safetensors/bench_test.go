package safetensors

import (
	"bytes"
	"fmt"
	"io"
	"testing"
)

// benchTensors is a model-like file: n tensors of 64 by 64 in F32.
func benchTensors(b *testing.B, n int) []Tensor {
	tensors := make([]Tensor, n)
	for i := range tensors {
		tensors[i] = mustTensor(b, fmt.Sprintf("layer.%d.weight", i), []int{64, 64}, make([]float32, 64*64))
	}
	return tensors
}

func BenchmarkWrite(b *testing.B) {
	tensors := benchTensors(b, 256)
	b.SetBytes(256 * 64 * 64 * 4)
	for b.Loop() {
		if err := Write(io.Discard, tensors, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadHeader(b *testing.B) {
	file := mustWrite(b, benchTensors(b, 256), nil)
	for b.Loop() {
		if _, err := Read(bytes.NewReader(file), int64(len(file))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadValues(b *testing.B) {
	const n = 1 << 20
	f, err := read(mustWrite(b, []Tensor{mustTensor(b, "a", []int{n}, make([]float32, n))}, nil))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(4 * n)
	for b.Loop() {
		if _, err := ReadValues[float32](f, "a"); err != nil {
			b.Fatal(err)
		}
	}
}
