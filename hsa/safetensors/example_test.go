package safetensors_test

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

func ExampleWrite() {
	landmarks, err := safetensors.NewTensor("landmarks", []int{2, 3}, []float32{1, 2, 3, 4, 5, 6})
	if err != nil {
		log.Fatal(err)
	}
	var b bytes.Buffer
	if err := safetensors.Write(&b, []safetensors.Tensor{landmarks}, map[string]string{"preset": "nano"}); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", b.Bytes()[8:b.Len()-24])
	// Output:
	// {"__metadata__":{"preset":"nano"},"landmarks":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}
}

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "weights.safetensors")
	bias, err := safetensors.NewTensor("bias", []int{2}, []float32{0.5, -1})
	if err != nil {
		log.Fatal(err)
	}
	if err := safetensors.WriteFile(path, []safetensors.Tensor{bias}, nil); err != nil {
		log.Fatal(err)
	}

	f, err := safetensors.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	for _, name := range f.Names() {
		info, _ := f.Info(name)
		values, err := safetensors.ReadValues[float32](f, name)
		fmt.Println(info.Name, info.DType, info.Shape, values, err)
	}
	// Output:
	// bias F32 [2] [0.5 -1] <nil>
}

func ExampleRead() {
	promise := []byte("\xff\xff\xff\xff\xff\xff\xff\x7f{}")
	_, err := safetensors.Read(bytes.NewReader(promise), int64(len(promise)))
	fmt.Println(err)
	// Output:
	// safetensors: invalid safetensors file: header of 9223372036854775807 bytes; at most 100000000 are allowed
}
