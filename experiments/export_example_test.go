package experiments_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// A shipped model in the shape of the Hugging Face hub, in files of at most 128 KiB.
func ExampleExport() {
	folder, err := os.MkdirTemp("", "hsalab-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	to := filepath.Join(folder, "nano")
	if _, err := experiments.Export("nano", to, experiments.ExportOptions{DType: safetensors.BF16, ShardBytes: 128 << 10}); err != nil {
		fmt.Println(err)
		return
	}
	entries, err := os.ReadDir(to)
	if err != nil {
		fmt.Println(err)
		return
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	fmt.Println(strings.Join(names, "\n"))
	// Output:
	// README.md
	// config.json
	// generation_config.json
	// metrics.jsonl
	// model-00001-of-00003.safetensors
	// model-00002-of-00003.safetensors
	// model-00003-of-00003.safetensors
	// model.safetensors.index.json
	// task.json
	// tokenizer.json
	// tokenizer_config.json
}
