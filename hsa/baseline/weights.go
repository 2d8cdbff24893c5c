package baseline

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/hsa"
)

// Weights is a trained rival at rest: a config, the flat parameter vector in the order of Config.Params, and free-form
// strings about where it came from.
type Weights struct {
	Config   Config
	Values   []float32
	Metadata map[string]string
}

// LoadWeights reads config.json and model.safetensors, or its shards, of a directory, as strictly as hsa.LoadWeights.
func LoadWeights(dir fs.FS) (*Weights, error) {
	file, err := dir.Open(hsa.ConfigFile)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	defer file.Close()
	w := &Weights{}
	if w.Config, err = DecodeConfig(file); err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	if w.Values, w.Metadata, _, err = hsa.ReadParams(dir, w.Config.Params()); err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return w, nil
}

// Save writes config.json and model.safetensors, or its shards, into dir, each beside its name and renamed; the weights
// last, so that a directory with weights is whole.
func (w *Weights) Save(dir string) error {
	if err := w.save(dir); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return nil
}

func (w *Weights) save(dir string) error {
	if err := w.Config.Validate(); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := w.Config.save(filepath.Join(dir, hsa.ConfigFile)); err != nil {
		return err
	}
	return hsa.WriteParams(dir, w.Config.Params(), w.Values, w.Metadata, "")
}

// LivelyWeights are initial weights in which what starts at 0 or 1 is moved, so that every parameter matters: for checks,
// not for training.
func LivelyWeights(c Config, seed uint64) *Weights {
	w := &Weights{Config: c, Values: c.InitialValues(seed)}
	rng, at := rand.New(rand.NewPCG(seed, 0)), 0
	for _, p := range c.Params() {
		if p.Init == 0 {
			for i := range p.Size() {
				w.Values[at+i] += 0.3 * float32(rng.NormFloat64())
			}
		}
		at += p.Size()
	}
	return w
}
