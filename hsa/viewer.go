package hsa

import "github.com/gomlx/gomlx/core/tensors"

// viewer reads tensors of float32 without copying or allocating. What of returns is valid until the tensor is freed.
type viewer struct {
	flat []float32
	keep func([]float32)
}

func newViewer() *viewer {
	v := &viewer{}
	v.keep = func(flat []float32) { v.flat = flat }
	return v
}

// of is the values of a tensor, in row-major order.
func (v *viewer) of(t *tensors.Tensor) ([]float32, error) {
	if err := tensors.ConstFlatData(t, v.keep); err != nil {
		return nil, err
	}
	return v.flat, nil
}
