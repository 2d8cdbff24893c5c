package safetensors

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/compute/dtypes/float16"
)

// IsFloat reports whether [File.ReadFloats] reads the type and [NewFloats] writes it: F32, F16 and BF16.
func (d DType) IsFloat() bool { return d == F32 || d == F16 || d == BF16 }

// Round returns the value of that type nearest to x, of two equally near ones the even one. A value out of the range of
// F16 becomes infinite.
func (d DType) Round(x float32) float32 {
	switch d {
	case F16:
		return halfOf(x).Float32()
	case BF16:
		return bfloat16.FromFloat32(x).Float32()
	}
	return x
}

// halfOf rounds to the nearest F16. Below 2^-14 its values are the multiples of 2^-24, which float16.FromFloat32 of
// compute v0.1.6 takes for 0.
func halfOf(x float32) float16.Float16 {
	abs := math.Abs(float64(x))
	if abs >= 1.0/(1<<14) || math.IsNaN(abs) {
		return float16.FromFloat32(x)
	}
	bits := uint16(math.RoundToEven(abs * (1 << 24)))
	if math.Signbit(float64(x)) {
		bits |= 1 << 15
	}
	return float16.FromBits(bits)
}

// NewFloats makes a tensor of type F32, F16 or BF16 from 32-bit values, each rounded to the nearest.
func NewFloats(dtype DType, name string, shape []int, values []float32) (Tensor, error) {
	if dtype == F32 {
		return NewTensor(name, shape, values)
	}
	if !dtype.IsFloat() {
		return Tensor{}, fmt.Errorf("safetensors: tensor %s: floats are written as F32, F16 or BF16, not as %s", quote(name), quote(string(dtype)))
	}
	data := make([]byte, 0, 2*len(values))
	for _, x := range values {
		bits := bfloat16.FromFloat32(x).Bits()
		if dtype == F16 {
			bits = halfOf(x).Bits()
		}
		data = binary.LittleEndian.AppendUint16(data, bits)
	}
	t := Tensor{Name: name, DType: dtype, Shape: shape, Data: data}
	if err := t.check(); err != nil {
		return Tensor{}, fmt.Errorf("safetensors: %w", err)
	}
	return t, nil
}

// ReadFloats reads the tensor called name, of type F32, F16 or BF16, into dst, which must have room for exactly its
// elements. It takes a fixed buffer of memory.
func (f *File) ReadFloats(name string, dst []float32) error {
	e, err := f.lookup(name)
	if err != nil {
		return err
	}
	if !e.dtype.IsFloat() {
		return fmt.Errorf("safetensors: tensor %s: want F32, F16 or BF16, file has %s", quote(name), e.dtype)
	}
	size := e.dtype.Size()
	if int64(len(dst)) != e.size()/int64(size) {
		return fmt.Errorf("safetensors: tensor %s: room for %d values, file has %d", quote(name), len(dst), e.size()/int64(size))
	}
	section, buffer := f.section(e), make([]byte, 32<<10)
	for len(dst) > 0 {
		some := min(len(dst), len(buffer)/size)
		if _, err := io.ReadFull(section, buffer[:some*size]); err != nil {
			return readError(name, err)
		}
		decodeFloats(e.dtype, dst[:some], buffer)
		dst = dst[some:]
	}
	return nil
}

// decodeFloats decodes len(dst) elements.
func decodeFloats(dtype DType, dst []float32, raw []byte) {
	for i := range dst {
		switch dtype {
		case F16:
			dst[i] = float16.FromBits(binary.LittleEndian.Uint16(raw[2*i:])).Float32()
		case BF16:
			dst[i] = bfloat16.FromBits(binary.LittleEndian.Uint16(raw[2*i:])).Float32()
		default:
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
	}
}
