package experiments

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// saveCheckpoint writes weights, optimizer and place in the curriculum as one file, so that it is whole or not there.
// Training samples are numbered, so the number of those used is the state of the data.
func (d RunDir) saveCheckpoint(state *hsa.State, p progress) error {
	place, err := json.Marshal(p)
	if err != nil {
		return err
	}
	var list []safetensors.Tensor
	for _, part := range []struct {
		name   string
		values []float32
	}{{"values", state.Values}, {"mean", state.Mean}, {"variance", state.Variance}} {
		t, err := safetensors.NewTensor(part.name, []int{len(part.values)}, part.values)
		if err != nil {
			return err
		}
		list = append(list, t)
	}
	if err := safetensors.WriteFile(d.checkpoint(), list, map[string]string{"progress": string(place)}); err != nil {
		return fmt.Errorf("checkpoint: %w (an earlier checkpoint is untouched)", err)
	}
	return nil
}

// loadCheckpoint reads the checkpoint; ok is false when there is none.
func (d RunDir) loadCheckpoint() (state *hsa.State, p progress, ok bool, err error) {
	file, err := safetensors.Open(d.checkpoint())
	if errors.Is(err, os.ErrNotExist) {
		return nil, p, false, nil
	} else if err != nil {
		return nil, p, false, fmt.Errorf("checkpoint: %w", err)
	}
	defer file.Close()
	if err := json.Unmarshal([]byte(file.Metadata()["progress"]), &p); err != nil {
		return nil, p, false, fmt.Errorf("checkpoint: %s: %w", d.checkpoint(), err)
	}
	state = &hsa.State{Step: p.Step}
	for name, into := range map[string]*[]float32{"values": &state.Values, "mean": &state.Mean, "variance": &state.Variance} {
		if *into, err = safetensors.ReadValues[float32](file, name); err != nil {
			return nil, p, false, fmt.Errorf("checkpoint: %w", err)
		}
	}
	return state, p, true, nil
}
