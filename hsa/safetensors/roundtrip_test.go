package safetensors

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

var allDTypes = []DType{Bool, U8, I8, F8E5M2, F8E4M3, F8E8M0, U16, I16, F16, BF16, U32, I32, F32, U64, I64, F64, C64}

// anyTensors draws up to six tensors of any dtype, rank 0 to 3, axes 0 to 4.
func anyTensors(t *rapid.T) []Tensor {
	names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z.é"\\]{0,6}`), 0, 6, rapid.ID).Draw(t, "names")
	tensors := make([]Tensor, len(names))
	for i, name := range names {
		d := rapid.SampledFrom(allDTypes).Draw(t, "dtype")
		shape := rapid.SliceOfN(rapid.IntRange(0, 4), 0, 3).Draw(t, "shape")
		n, err := byteSize(d, shape)
		if err != nil {
			t.Fatal(err)
		}
		data := rapid.SliceOfN(rapid.Byte(), int(n), int(n)).Draw(t, "data")
		tensors[i] = Tensor{Name: name, DType: d, Shape: shape, Data: data}
	}
	return tensors
}

// TestRoundTrip: what is written is read back, the bytes do not depend on order, and each tensor is aligned to its element size.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tensors := anyTensors(t)
		metadata := rapid.MapOfN(rapid.String(), rapid.String(), 0, 3).Draw(t, "metadata")
		var once, again bytes.Buffer
		if err := Write(&once, tensors, metadata); err != nil {
			t.Fatal(err)
		}
		if err := Write(&again, rapid.Permutation(tensors).Draw(t, "order"), metadata); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(once.Bytes(), again.Bytes()) {
			t.Error("the bytes depend on the order of the tensors")
		}
		f, err := read(once.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(metadata, f.Metadata(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("metadata (-written +read):\n%s", diff)
		}
		for _, want := range tensors {
			got, err := f.Tensor(want.Name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("tensor (-written +read):\n%s", diff)
			}
		}
		for _, e := range f.entries {
			if (f.base+e.start)%int64(e.dtype.Size()) != 0 {
				t.Errorf("tensor %q starts at byte %d, not aligned to %d", e.name, f.base+e.start, e.dtype.Size())
			}
		}
	})
}

// TestValues: numbers survive bit for bit, NaN payloads and signed zeros included, by both roads.
func TestValues(t *testing.T) {
	f32 := []float32{0, float32(math.Copysign(0, -1)), math.MaxFloat32, math.SmallestNonzeroFloat32, math.Float32frombits(0x7fc00123)}
	f64 := []float64{math.Pi, math.Inf(-1), math.Float64frombits(0x7ff8000000000123), math.MaxFloat64}
	long := make([]float32, 40_000) // more than one read buffer
	for i := range long {
		long[i] = float32(i) / 3
	}
	file := mustWrite(t, []Tensor{
		mustTensor(t, "f32", []int{5}, f32), mustTensor(t, "f64", []int{2, 2}, f64), mustTensor(t, "long", []int{40_000}, long),
		mustTensor(t, "i32", []int{2}, []int32{math.MinInt32, 7}), mustTensor(t, "i64", nil, []int64{math.MinInt64}),
	}, nil)
	f, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	sameValues(t, f, "f32", f32)
	sameValues(t, f, "f64", f64)
	sameValues(t, f, "long", long)
	sameValues(t, f, "i32", []int32{math.MinInt32, 7})
	sameValues(t, f, "i64", []int64{math.MinInt64})
}

// sameValues holds what both roads read against want, as bytes so that NaN compares.
func sameValues[T Element](t *testing.T, f *File, name string, want []T) {
	t.Helper()
	direct, err := ReadValues[T](f, name)
	if err != nil {
		t.Fatal(err)
	}
	tensor, err := f.Tensor(name)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := Values[T](tensor)
	if err != nil {
		t.Fatal(err)
	}
	wantBytes := mustTensor(t, name, tensor.Shape, want).Data
	for road, got := range map[string][]T{"ReadValues": direct, "Values": decoded} {
		if !bytes.Equal(mustTensor(t, name, tensor.Shape, got).Data, wantBytes) {
			t.Errorf("%s of %s: got %v, want %v", road, name, got, want)
		}
	}
}

func TestWrongRequests(t *testing.T) {
	f, err := read(mustWrite(t, []Tensor{mustTensor(t, "a", []int{1}, []float32{1})}, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Tensor("b"); !errors.Is(err, ErrNotFound) {
		t.Errorf("missing tensor: error %v, want ErrNotFound", err)
	}
	if _, err := f.Info("b"); !errors.Is(err, ErrNotFound) {
		t.Errorf("missing tensor: error %v, want ErrNotFound", err)
	}
	if _, err := ReadValues[float64](f, "a"); err == nil || !strings.Contains(err.Error(), "holds F32, not F64") {
		t.Errorf("wrong type: error %v", err)
	}
	tensor, err := f.Tensor("a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Values[int32](tensor); err == nil || !strings.Contains(err.Error(), "holds F32, not I32") {
		t.Errorf("wrong type: error %v", err)
	}
	if _, err := NewTensor("a", []int{2}, []float32{1}); err == nil {
		t.Error("a shape of 2 with 1 value is accepted")
	}
}

// TestSharedState: what a caller does with the answers does not change the file.
func TestSharedState(t *testing.T) {
	f, err := read(mustWrite(t, []Tensor{mustTensor(t, "a", []int{2}, []int32{1, 2})}, map[string]string{"k": "v"}))
	if err != nil {
		t.Fatal(err)
	}
	info, _ := f.Info("a")
	info.Shape[0] = 9
	f.Metadata()["k"] = "x"
	f.Names()[0] = "z"
	again, _ := f.Info("a")
	if again.Shape[0] != 2 || f.Metadata()["k"] != "v" || !slices.Equal(f.Names(), []string{"a"}) {
		t.Error("a caller can change the file's state")
	}
}
