package hsa

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
)

// hubConfig is a config with the keys by which the Hugging Face hub tells kinds of models apart.
type hubConfig struct {
	ModelType     string   `json:"model_type"`
	Architectures []string `json:"architectures"`
	Config
}

// hubValues are the values of these keys. A config file may have them; they say nothing about the architecture.
var hubValues = map[string]any{"model_type": "hsa", "architectures": []any{"HSAForCausalLM"}}

// EncodeHub is [Config.EncodeJSON] with the keys model_type and architectures in front, for a directory in the shape of the
// Hugging Face hub. [DecodeConfig] reads it.
func (c Config) EncodeHub(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(hubConfig{"hsa", []string{"HSAForCausalLM"}, c}); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return nil
}

// dropHubKeys removes the hub's keys from the values of a file, and refuses them if they are those of another kind of
// model.
func dropHubKeys(values map[string]any) error {
	for key, want := range hubValues {
		if got, there := values[key]; there && !reflect.DeepEqual(got, want) {
			return fmt.Errorf("key %q is %.100q: this is the config of another kind of model; want %q", key, fmt.Sprint(got), fmt.Sprint(want))
		}
		delete(values, key)
	}
	return nil
}
