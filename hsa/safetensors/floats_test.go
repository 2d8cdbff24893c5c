package safetensors

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// TestFloats: values come back as rounded, through every type, in pieces of the buffer.
func TestFloats(t *testing.T) {
	values := make([]float32, 20_000)
	for i := range values {
		values[i] = float32(math.Sin(float64(i))) * float32(math.Pow(2, float64(i%20-10)))
	}
	copy(values, []float32{0, float32(math.Copysign(0, -1)), 1, -2, 65504, 1.0 / 3, 1e-7, float32(math.Inf(1))})
	for dtype, tolerance := range map[DType]float64{F32: 0, F16: 1.0 / 2048, BF16: 1.0 / 256} {
		x, err := NewFloats(dtype, "a", []int{100, 200}, values)
		if err != nil {
			t.Fatal(err)
		}
		f, err := read(mustWrite(t, []Tensor{x}, nil))
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float32, len(values))
		if err := f.ReadFloats("a", got); err != nil {
			t.Fatal(err)
		}
		for i, want := range values {
			if got[i] != dtype.Round(want) {
				t.Fatalf("%s: value %d is %g, want %g rounded: %g", dtype, i, got[i], want, dtype.Round(want))
			}
			if d := math.Abs(float64(got[i] - want)); d > tolerance*math.Abs(float64(want))+1.0/(1<<25) {
				t.Errorf("%s: %g became %g", dtype, want, got[i])
			}
		}
	}
}

// TestRound: of two equally near values the even one.
func TestRound(t *testing.T) {
	for _, c := range []struct {
		dtype DType
		x     float32
		want  float32
	}{
		{F16, 1 + 1.0/2048, 1}, {F16, 1 + 3.0/2048, 1 + 2.0/1024}, {F16, 65520, float32(math.Inf(1))}, {F16, -3.0 / (1 << 25), -2.0 / (1 << 24)}, {F16, 1.0 / (1 << 26), 0}, {F16, 1.0/(1<<14) - 1.0/(1<<26), 1.0 / (1 << 14)},
		{BF16, 1 + 1.0/256, 1}, {BF16, 1 + 3.0/256, 1 + 2.0/128}, {F32, 1.0 / 3, 1.0 / 3},
	} {
		if got := c.dtype.Round(c.x); got != c.want {
			t.Errorf("%s of %g is %g, want %g", c.dtype, c.x, got, c.want)
		}
	}
}

func TestFloatsRefuse(t *testing.T) {
	if _, err := NewFloats(F64, "a", nil, []float32{1}); err == nil || !strings.Contains(err.Error(), "F32, F16 or BF16, not as") {
		t.Errorf("F64: error %v", err)
	}
	if _, err := NewFloats(F16, "a", []int{3}, []float32{1}); err == nil || !strings.Contains(err.Error(), "takes 6 bytes, got 2") {
		t.Errorf("wrong shape: error %v", err)
	}
	f, err := read(mustWrite(t, []Tensor{mustTensor(t, "i", []int{2}, []int32{1, 2}), mustTensor(t, "f", []int{2}, []float32{1, 2})}, nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"i": "want F32, F16 or BF16, file has I32", "f": "room for 3 values, file has 2", "g": "no such tensor"} {
		if err := f.ReadFloats(name, make([]float32, 3)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", name, err, want)
		}
	}
}

func ExampleNewFloats() {
	x, err := NewFloats(BF16, "scale", []int{3}, []float32{1, 1.0 / 3, 1000.5})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(x.DType, len(x.Data), slices.Equal(x.Shape, []int{3}), BF16.Round(1000.5))
	// Output: BF16 6 true 1000
}

// TestEveryHalf: every finite F16 and BF16 is its own nearest value.
func TestEveryHalf(t *testing.T) {
	for _, dtype := range []DType{F16, BF16} {
		for bits := range 1 << 16 {
			var x [1]float32
			decodeFloats(dtype, x[:], []byte{byte(bits), byte(bits >> 8)})
			if finite := !math.IsNaN(float64(x[0])); finite && math.Float32bits(dtype.Round(x[0])) != math.Float32bits(x[0]) {
				t.Fatalf("%s %#04x is %g, rounded %g", dtype, bits, x[0], dtype.Round(x[0]))
			}
		}
	}
}
