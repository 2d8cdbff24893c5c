package hsa

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// Files of a weights directory. Weights of more than a gigabyte are kept in several files,
// model-00001-of-00003.safetensors and so on, with model.safetensors.index.json.
const (
	WeightsFile = weightsName + safetensors.FileExt
	ConfigFile  = "config.json"
)

const (
	weightsName = "model"
	shardBytes  = 1 << 30 // largest file of weights
)

// Weights is a trained model at rest: a config, the flat parameter vector in the order of Config.Params, and
// free-form strings about where it came from.
type Weights struct {
	Config   Config
	Values   []float32
	Metadata map[string]string
	DType    safetensors.DType // at rest: F16, BF16, or F32, which "" stands for too
}

// Rounded is a copy whose values are rounded to F16 or BF16, in which it is kept at half the size: relative errors of
// up to 2^-11 and 2^-8. F16 ends at 65,504.
func (w *Weights) Rounded(dtype safetensors.DType) *Weights {
	r := &Weights{Config: w.Config, Values: make([]float32, len(w.Values)), Metadata: w.Metadata, DType: dtype}
	for i, v := range w.Values {
		r.Values[i] = dtype.Round(v)
	}
	return r
}

// LoadWeights reads config.json and model.safetensors, or its shards, of a directory (os.DirFS, or an embedded one).
// Every tensor of the config must be there as F32, F16 or BF16 with its shape, and no other, and every value must be
// finite: the error names the first that is not. Names, shapes and sizes are checked before memory is taken.
func LoadWeights(dir fs.FS) (*Weights, error) {
	w, err := loadWeights(dir)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return w, nil
}

func loadWeights(dir fs.FS) (*Weights, error) {
	config, err := dir.Open(ConfigFile)
	if err != nil {
		return nil, err
	}
	defer config.Close()
	cfg, err := DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	w := &Weights{Config: cfg}
	w.Values, w.Metadata, w.DType, err = ReadParams(dir, cfg.Params())
	if err != nil {
		return nil, err
	}
	return w, nil
}

// ReadParams reads the weights of a directory, as LoadWeights does, into the flat vector of a list of parameters: that of
// an Architecture.
func ReadParams(dir fs.FS, list []Param) (values []float32, metadata map[string]string, dtype safetensors.DType, err error) {
	set, err := safetensors.OpenSet(dir, weightsName)
	if err != nil {
		return nil, nil, "", err
	}
	defer set.Close()
	if dtype, err = checkSet(set, list); err != nil {
		return nil, nil, "", err
	}
	values, err = readValues(set, list)
	return values, set.Metadata(), dtype, err
}

// readValues reads the flat parameter vector of a set that has been checked.
func readValues(set *safetensors.Set, list []Param) ([]float32, error) {
	values := make([]float32, numParams(list))
	for _, p := range list {
		file, err := set.File(p.Name)
		if err != nil {
			return nil, err
		}
		part := values[p.start : p.start+p.Size()]
		if err := file.ReadFloats(p.Name, part); err != nil {
			return nil, err
		}
		if err := checkFinite(p.Name, part); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// Save writes config.json and model.safetensors, or its shards, into dir, each beside its name and renamed; the weights
// last, so that a directory with weights is whole.
func (w *Weights) Save(dir string) error { return w.SaveShards(dir, shardBytes) }

// SaveShards is Save with files of at most limit bytes of weights, but for a tensor that is larger alone.
func (w *Weights) SaveShards(dir string, limit int64) error {
	if err := w.save(dir, limit); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return nil
}

// save is Save with files of at most limit bytes of weights.
func (w *Weights) save(dir string, limit int64) error {
	if err := w.Config.Validate(); err != nil {
		return err
	}
	list, err := paramTensors(w.Config.Params(), w.Values, w.DType)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := w.Config.SaveConfig(filepath.Join(dir, ConfigFile)); err != nil {
		return err
	}
	return safetensors.WriteSet(dir, weightsName, list, w.Metadata, limit)
}

// WriteParams writes the flat vector of a list of parameters into a directory that exists, as Save does, but for the
// config. dtype is as in Weights.
func WriteParams(dir string, list []Param, values []float32, metadata map[string]string, dtype safetensors.DType) error {
	all, err := paramTensors(list, values, dtype)
	if err != nil {
		return err
	}
	return safetensors.WriteSet(dir, weightsName, all, metadata, shardBytes)
}

func paramTensors(params []Param, flat []float32, dtype safetensors.DType) ([]safetensors.Tensor, error) {
	if n := numParams(params); len(flat) != n {
		return nil, fmt.Errorf("%d values and the config wants %d", len(flat), n)
	}
	if dtype == "" {
		dtype = safetensors.F32
	}
	var list []safetensors.Tensor
	for _, p := range params {
		values := flat[p.start : p.start+p.Size()]
		if err := checkRange(p.Name, values, dtype); err != nil {
			return nil, err
		}
		t, err := safetensors.NewFloats(dtype, p.Name, p.Shape, values)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}
