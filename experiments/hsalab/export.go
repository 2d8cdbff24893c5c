package main

import (
	"fmt"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

type exportCmd struct {
	Dir   string `arg:"" name:"run" predictor:"dir" help:"Directory of the run."`
	Out   string `required:"" predictor:"dir" placeholder:"DIR" help:"Directory of the weights to write."`
	Which string `name:"checkpoint" default:"last" enum:"last,best" help:"Which checkpoint of the run: the last, or the best."`
	DType string `name:"dtype" default:"f32" enum:"f32,f16,bf16" help:"Data type of the weights: f32, f16 or bf16."`
}

// Run writes the weights of a run's checkpoint.
func (e *exportCmd) Run(c *console) error {
	dtype := map[string]safetensors.DType{"f32": safetensors.F32, "f16": safetensors.F16, "bf16": safetensors.BF16}[e.DType]
	if err := experiments.RunDir(e.Dir).Export(experiments.Kept(e.Which), e.Out, dtype); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	c.say("weights and model card: %s", e.Out)
	return nil
}
