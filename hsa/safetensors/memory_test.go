package safetensors

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// allocated is the number of bytes that f takes from the heap, freed or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestAttackMemory: no attack makes the reader take more than a small multiple of the file that carries it.
func TestAttackMemory(t *testing.T) {
	for _, a := range attacks {
		file := rawFile(a.header, make([]byte, a.data))
		if got, most := allocated(func() { read(file) }), uint64(3*len(file)+1<<20); got > most {
			t.Errorf("%s: %d bytes allocated for a file of %d", a.name, got, len(file))
		}
	}
}

// TestPromiseMemory: a file that promises a terabyte, in its header length or in a tensor, is refused for kilobytes.
func TestPromiseMemory(t *testing.T) {
	promises := map[string][]byte{
		"header":       {0, 0, 0, 0, 0, 1, 0, 0, '{'},
		"header limit": {0, 0xe1, 0xf5, 5, 0, 0, 0, 0, '{'},
		"tensor":       rawFile(`{"a":{"dtype":"U8","shape":[1099511627776],"data_offsets":[0,1099511627776]}}`, nil),
	}
	for name, file := range promises {
		var err error
		got := allocated(func() { _, err = read(file) })
		if err == nil || got > 64<<10 {
			t.Errorf("%s: error %v after %d bytes allocated, want an error within 64 KiB", name, err, got)
		}
	}
}

// TestReadMemory: opening takes the header only, and one tensor its own size only, however large the file.
func TestReadMemory(t *testing.T) {
	const small, large = 1 << 16, 1 << 20
	file := mustWrite(t, []Tensor{
		mustTensor(t, "large", []int{4, large}, make([]float64, 4*large)),
		mustTensor(t, "small", []int{small}, make([]float32, small)),
	}, nil)
	const slack = 128 << 10
	var f *File
	var err error
	if got := allocated(func() { f, err = read(file) }); err != nil || got > slack {
		t.Fatalf("opening %d bytes took %d (%v)", len(file), got, err)
	}
	if got := allocated(func() { _, err = f.Tensor("small") }); err != nil || got > 4*small+slack {
		t.Errorf("Tensor of %d bytes took %d (%v)", 4*small, got, err)
	}
	if got := allocated(func() { _, err = ReadValues[float64](f, "large") }); err != nil || got > 32*large+slack {
		t.Errorf("ReadValues of %d bytes took %d (%v)", 32*large, got, err)
	}
}

// TestHeaderMemory: a header packed with tensors keeps memory in proportion to its length.
func TestHeaderMemory(t *testing.T) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range 20_000 {
		fmt.Fprintf(&b, `%s"%d":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`, strings.Repeat(",", min(i, 1)), i)
	}
	b.WriteByte('}')
	file := rawFile(b.String(), nil)
	before := live()
	f, err := read(file)
	if err != nil || len(f.Names()) != 20_000 {
		t.Fatalf("the header is refused: %v", err)
	}
	times := float64(live()-before) / float64(len(file))
	t.Logf("%.1f bytes kept per byte of header", times)
	if times > 6 {
		t.Errorf("%.1f bytes kept per byte of header, want at most 6", times)
	}
	runtime.KeepAlive(f)
	runtime.KeepAlive(file)
}

// live is the number of bytes on the heap that are in use.
func live() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
