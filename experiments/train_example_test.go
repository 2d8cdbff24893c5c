package experiments_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// ExampleTrain trains for a few steps, is interrupted, goes on, and exports the model.
func ExampleTrain() {
	folder, err := os.MkdirTemp("", "run")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	r := experiments.Nano()
	r.Curriculum = experiments.Curriculum{Lengths: []int{32}, Shares: []float64{1}, MaxSteps: 4, Schedule: experiments.CosineSchedule}
	dir := experiments.RunDir(filepath.Join(folder, "nano"))

	err = experiments.Train(context.Background(), r, experiments.TrainOptions{Dir: dir, StopAfter: 3})
	step, _, _ := dir.Checkpoint(experiments.Last)
	fmt.Println("interrupted:", errors.Is(err, experiments.ErrInterrupted), "at step", step)

	err = experiments.Train(context.Background(), r, experiments.TrainOptions{Dir: dir})
	step, _, _ = dir.Checkpoint(experiments.Last)
	fmt.Println("error:", err, "at step", step)

	r.Model.TopK = 8
	err = experiments.Train(context.Background(), r, experiments.TrainOptions{Dir: dir})
	fmt.Println("another recipe is refused:", err != nil)

	if err := dir.Export(experiments.Last, filepath.Join(folder, "weights"), safetensors.F16); err != nil {
		panic(err)
	}
	m, err := experiments.Open(filepath.Join(folder, "weights"))
	if err != nil {
		panic(err)
	}
	fmt.Println(m.Weights.Config.NumParams(), "parameters")
	// Output:
	// interrupted: true at step 3
	// error: <nil> at step 4
	// another recipe is refused: true
	// 176192 parameters
}
