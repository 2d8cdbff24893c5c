package hsa

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gomlx/compute/dtypes/float16"
	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// Files of a weights directory.
const (
	WeightsFile = "model.safetensors"
	ConfigFile  = "config.json"
)

// Weights is a trained model at rest: a config, the flat parameter vector in the order of Config.Params, and
// free-form strings about where it came from.
type Weights struct {
	Config   Config
	Values   []float32
	Metadata map[string]string
	Half     bool // at rest in float16; Values are rounded to it
}

// Rounded is a copy that is kept in float16, half the size; a relative rounding of 5e-4.
func (w *Weights) Rounded() *Weights {
	r := &Weights{Config: w.Config, Values: make([]float32, len(w.Values)), Metadata: w.Metadata, Half: true}
	for i, v := range w.Values {
		r.Values[i] = float16.FromFloat32(v).Float32()
	}
	return r
}

// LoadWeights reads config.json and model.safetensors of a directory (os.DirFS, or an embedded one). Every tensor of the config must be there
// with its shape, and no other: the error names the first that is not. Sizes are checked before memory is taken.
func LoadWeights(dir fs.FS) (*Weights, error) {
	config, err := dir.Open(ConfigFile)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	defer config.Close()
	cfg, err := DecodeConfig(config)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	raw, err := dir.Open(WeightsFile)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	defer raw.Close()
	file, err := openTensors(raw)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	values, err := readValues(file, cfg)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return &Weights{Config: cfg, Values: values, Metadata: file.Metadata(), Half: holdsHalf(file)}, nil
}

// openTensors reads the header of an open safetensors file.
func openTensors(f fs.File) (*safetensors.File, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		return nil, errors.New("the file system cannot read at an offset")
	}
	return safetensors.Read(at, info.Size())
}

func readValues(file *safetensors.File, cfg Config) ([]float32, error) {
	list := cfg.Params()
	if err := checkNames(file, list); err != nil {
		return nil, err
	}
	values := make([]float32, cfg.NumParams())
	for _, p := range list {
		part, err := readFloats(file, p.Name)
		if err != nil {
			return nil, err
		}
		copy(values[p.start:], part)
	}
	return values, nil
}

// readFloats reads a tensor of float32 or float16.
func readFloats(file *safetensors.File, name string) ([]float32, error) {
	if info, err := file.Info(name); err != nil || info.DType != safetensors.F16 {
		return safetensors.ReadValues[float32](file, name)
	}
	t, err := file.Tensor(name)
	if err != nil {
		return nil, err
	}
	values := make([]float32, len(t.Data)/2)
	for i := range values {
		values[i] = float16.FromBits(binary.LittleEndian.Uint16(t.Data[2*i:])).Float32()
	}
	return values, nil
}

func holdsHalf(file *safetensors.File) bool {
	info, err := file.Info(file.Names()[0])
	return err == nil && info.DType == safetensors.F16
}

func checkNames(file *safetensors.File, list []Param) error {
	known := make(map[string]bool, len(list))
	for _, p := range list {
		known[p.Name] = true
		info, err := file.Info(p.Name)
		if errors.Is(err, safetensors.ErrNotFound) {
			return fmt.Errorf("%s is missing: these are the weights of another config", p.Name)
		} else if err != nil {
			return err
		}
		if (info.DType != safetensors.F32 && info.DType != safetensors.F16) || !slices.Equal(info.Shape, p.Shape) {
			return fmt.Errorf("%s is %s %v and the config wants F32 or F16 %v: these are the weights of another config", p.Name, info.DType, info.Shape, p.Shape)
		}
	}
	for _, name := range file.Names() {
		if !known[name] {
			return fmt.Errorf("%s is in the file but not in the config: these are the weights of another config", name)
		}
	}
	return nil
}

// Save writes config.json and model.safetensors into dir, each beside its name and renamed; the weights last, so
// that a directory with weights is whole.
func (w *Weights) Save(dir string) error {
	if err := w.Config.Validate(); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	list, err := w.tensors()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	raw, err := json.MarshalIndent(w.Config, "", "  ")
	if err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	if err := renameio.WriteFile(filepath.Join(dir, ConfigFile), append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	if err := safetensors.WriteFile(filepath.Join(dir, WeightsFile), list, w.Metadata); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return nil
}

func (w *Weights) tensors() ([]safetensors.Tensor, error) {
	if n := w.Config.NumParams(); len(w.Values) != n {
		return nil, fmt.Errorf("weights: %d values and the config wants %d", len(w.Values), n)
	}
	var list []safetensors.Tensor
	for _, p := range w.Config.Params() {
		values := w.Values[p.start : p.start+p.Size()]
		t, err := safetensors.NewTensor(p.Name, p.Shape, values)
		if w.Half {
			t, err = halfTensor(p, values), nil
		}
		if err != nil {
			return nil, fmt.Errorf("weights: %w", err)
		}
		list = append(list, t)
	}
	return list, nil
}

func halfTensor(p Param, values []float32) safetensors.Tensor {
	raw := make([]byte, 0, 2*len(values))
	for _, v := range values {
		raw = binary.LittleEndian.AppendUint16(raw, float16.FromFloat32(v).Bits())
	}
	return safetensors.Tensor{Name: p.Name, DType: safetensors.F16, Shape: p.Shape, Data: raw}
}
