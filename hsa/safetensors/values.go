package safetensors

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Element is a Go number type with a dtype of its own: F32, F64, I32 or I64.
type Element interface {
	float32 | float64 | int32 | int64
}

// DTypeOf is the dtype that holds values of T.
func DTypeOf[T Element]() DType {
	switch any(*new(T)).(type) {
	case float32:
		return F32
	case float64:
		return F64
	case int32:
		return I32
	default:
		return I64
	}
}

// NewTensor makes a tensor from row-major values. It is an error if the product of shape is not len(values).
func NewTensor[T Element](name string, shape []int, values []T) (Tensor, error) {
	data, err := binary.Append(nil, binary.LittleEndian, values)
	if err != nil {
		return Tensor{}, fmt.Errorf("safetensors: tensor %s: %w", quote(name), err)
	}
	t := Tensor{Name: name, DType: DTypeOf[T](), Shape: shape, Data: data}
	if err := t.check(); err != nil {
		return Tensor{}, fmt.Errorf("safetensors: %w", err)
	}
	return t, nil
}

// Values decodes the row-major elements of t. It is an error if the dtype of t is not that of T: nothing is converted.
func Values[T Element](t Tensor) ([]T, error) {
	if err := t.check(); err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	if err := wantDType[T](t.Name, t.DType); err != nil {
		return nil, err
	}
	values := make([]T, len(t.Data)/t.DType.Size())
	if _, err := binary.Decode(t.Data, binary.LittleEndian, values); err != nil {
		return nil, fmt.Errorf("safetensors: tensor %s: %w", quote(t.Name), err)
	}
	return values, nil
}

// ReadValues reads the elements of the tensor called name straight from f. Unlike [File.Tensor] followed by
// [Values] it takes the memory of the elements once, plus a fixed buffer.
func ReadValues[T Element](f *File, name string) ([]T, error) {
	e, err := f.lookup(name)
	if err != nil {
		return nil, err
	}
	if err := wantDType[T](name, e.dtype); err != nil {
		return nil, err
	}
	n, err := e.memory()
	if err != nil {
		return nil, err
	}
	size := e.dtype.Size()
	values := make([]T, n/size)
	buffer := make([]byte, min(n, 64<<10))
	section := f.section(e)
	for rest := values; len(rest) > 0; {
		some := min(len(rest), len(buffer)/size)
		if _, err := io.ReadFull(section, buffer[:some*size]); err != nil {
			return nil, readError(name, err)
		}
		if _, err := binary.Decode(buffer[:some*size], binary.LittleEndian, rest[:some]); err != nil {
			return nil, readError(name, err)
		}
		rest = rest[some:]
	}
	return values, nil
}

// wantDType reports a tensor whose dtype is not that of T.
func wantDType[T Element](name string, got DType) error {
	if want := DTypeOf[T](); got != want {
		return fmt.Errorf("safetensors: tensor %s: holds %s, not %s; read it as what it holds", quote(name), got, want)
	}
	return nil
}
