package hsa

import (
	"bytes"
	"strings"
	"testing"
)

// TestHubConfig: a config with the hub's keys is the config, and that of another kind of model is refused.
func TestHubConfig(t *testing.T) {
	want := Tiny(100)
	var b bytes.Buffer
	if err := want.EncodeHub(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if !strings.HasPrefix(text, "{\n  \"model_type\": \"hsa\",\n  \"architectures\": [\n    \"HSAForCausalLM\"\n  ],\n  \"vocab\": 100,") {
		t.Errorf("begins %.120s", text)
	}
	if got, err := DecodeConfig(strings.NewReader(text)); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	for old, other := range map[string]string{`"hsa"`: `"llama"`, `"HSAForCausalLM"`: `"LlamaForCausalLM"`, `"model_type": "hsa"`: `"model_type": 3`} {
		_, err := DecodeConfig(strings.NewReader(strings.Replace(text, old, other, 1)))
		if err == nil || !strings.Contains(err.Error(), "another kind of model") {
			t.Errorf("%s: error %v", other, err)
		}
	}
	twice := strings.Replace(text, `"model_type": "hsa",`, `"model_type": "hsa", "model_type": "hsa",`, 1)
	if _, err := DecodeConfig(strings.NewReader(twice)); err == nil || !strings.Contains(err.Error(), "comes twice") {
		t.Errorf("a key twice: error %v", err)
	}
}
