package hsa

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

const stateFormat = "hsalab stream state 1"

// Save writes the state to a safetensors file, beside its name and renamed. What is not a tensor stands in the
// file's metadata.
func (st *StreamState) Save(path string) error {
	config, err := json.Marshal(st.Config)
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	meta := map[string]string{
		"format": stateFormat, "config": string(config), "model": st.Model, "read": strconv.Itoa(st.Read),
		"upper": strconv.FormatBool(st.Upper), "upper_at": strconv.Itoa(st.UpperAt), "upper_from": strconv.Itoa(st.UpperFrom),
	}
	if err := safetensors.WriteFile(path, st.Tensors, meta); err != nil {
		return fmt.Errorf("state: %w", err)
	}
	return nil
}

// LoadStreamState reads a file that Save wrote. The tensors are checked when a model resumes from them.
func LoadStreamState(path string) (*StreamState, error) {
	file, err := safetensors.Open(path)
	if err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	defer file.Close()
	meta := file.Metadata()
	if meta["format"] != stateFormat {
		return nil, fmt.Errorf("state: %s is not the state of a stream: its format is %q, want %q", path, meta["format"], stateFormat)
	}
	st := &StreamState{Model: meta["model"]}
	if st.Config, err = DecodeConfig(bytes.NewReader([]byte(meta["config"]))); err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	if st.Upper, err = strconv.ParseBool(meta["upper"]); err != nil {
		return nil, fmt.Errorf("state: upper: %w", err)
	}
	for key, into := range map[string]*int{"read": &st.Read, "upper_at": &st.UpperAt, "upper_from": &st.UpperFrom} {
		if *into, err = strconv.Atoi(meta[key]); err != nil {
			return nil, fmt.Errorf("state: %s: %w", key, err)
		}
	}
	for _, name := range file.Names() {
		t, err := file.Tensor(name)
		if err != nil {
			return nil, fmt.Errorf("state: %w", err)
		}
		st.Tensors = append(st.Tensors, t)
	}
	return st, nil
}
