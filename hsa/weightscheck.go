package hsa

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

const otherConfig = "these are the weights of another config"

// checkSet reports the first tensor of the config that is missing or has another shape or a type that is not read, and
// the first that the config has none for. dtype is the type of all of them: "" for F32 or a mixture.
func checkSet(set *safetensors.Set, list []Param) (dtype safetensors.DType, err error) {
	known := make(map[string]bool, len(list))
	for i, p := range list {
		known[p.Name] = true
		found, err := checkTensor(set, p)
		if err != nil {
			return "", err
		}
		if i == 0 {
			dtype = found
		} else if dtype != found {
			dtype = safetensors.F32
		}
	}
	for _, name := range set.Names() {
		if !known[name] {
			return "", fmt.Errorf("%.100q is in the file but not in the config; the nearest name of the config is %s: %s", name, nearestParam(name, list), otherConfig)
		}
	}
	if dtype == safetensors.F32 {
		dtype = ""
	}
	return dtype, nil
}

// checkTensor holds one tensor of a set against its parameter.
func checkTensor(set *safetensors.Set, p Param) (safetensors.DType, error) {
	file, err := set.File(p.Name)
	if errors.Is(err, safetensors.ErrNotFound) {
		return "", fmt.Errorf("%s is missing: %s", p.Name, otherConfig)
	} else if err != nil {
		return "", err
	}
	info, err := file.Info(p.Name)
	switch {
	case err != nil:
		return "", err
	case !slices.Equal(info.Shape, p.Shape):
		return "", fmt.Errorf("%s: want %v, file has %v: %s", p.Name, p.Shape, info.Shape, otherConfig)
	case !info.DType.IsFloat():
		return "", fmt.Errorf("%s: want F32, F16 or BF16, file has %s", p.Name, info.DType)
	}
	return info.DType, nil
}

func nearestParam(name string, list []Param) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return Nearest(name[:min(len(name), 100)], names)
}

// checkFinite reports values that are NaN or infinite: a model that diverged, or a damaged file.
func checkFinite(name string, values []float32) error {
	count, first := 0, 0
	for i, v := range values {
		if finite(v) {
			continue
		}
		if count == 0 {
			first = i
		}
		count++
	}
	if count > 0 {
		return fmt.Errorf("%s: %d of %d values are NaN or infinite, the first is %g at %d: the model has diverged, or the file is damaged", name, count, len(values), values[first], first)
	}
	return nil
}

// checkRange is checkFinite of values and of what they are rounded to.
func checkRange(name string, values []float32, dtype safetensors.DType) error {
	if err := checkFinite(name, values); err != nil || dtype == safetensors.F32 {
		return err
	}
	for i, v := range values {
		if !finite(dtype.Round(v)) {
			return fmt.Errorf("%s: %g at %d is beyond the range of %s: keep these weights as F32 or BF16", name, v, i, dtype)
		}
	}
	return nil
}

func finite(v float32) bool { return math.Abs(float64(v)) <= math.MaxFloat32 }
