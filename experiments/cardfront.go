package experiments

import (
	"encoding/json"
	"fmt"
	"strings"
)

// front is the YAML that the hub reads. Strings are written as JSON, which YAML reads too.
func (t Trained) front(list []cardCell) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("---")
	if t.ownTexts() {
		line("license: apache-2.0")
	} else {
		line("license: other")
		line("license_name: see-licence-of-the-texts")
	}
	if t.Task.Symbols == nil {
		line("language: en")
	}
	line("library_name: hsalab")
	line("pipeline_tag: text-generation")
	line("tags: [hierarchical-sparse-attention, hsa, long-context, length-generalization, retrieval]")
	if len(list) > 0 {
		line("model-index:")
		line("- name: %s", quoted(t.Name))
		line("  results:")
	}
	for _, f := range list {
		line("  - task: {type: text-generation, name: \"retrieval in a long context\"}")
		line("    dataset: {type: %s, name: %s}", quoted(f.Task), quoted(fmt.Sprintf("%s, %d tokens, top-K %s", f.name(), f.Length, f.picks())))
		line("    metrics:")
		line("    - {type: accuracy, value: %.4f, name: %s}", f.accuracy.Mean, quoted(fmt.Sprintf("teacher-forced exact match, 95 %% interval %.3f to %.3f", f.accuracy.Low, f.accuracy.High)))
	}
	line("---")
	return b.String()
}

func quoted(s string) string {
	text, _ := json.Marshal(s) // a string always encodes
	return string(text)
}
