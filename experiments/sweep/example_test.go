package sweep_test

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/experiments/study"
	"github.com/hsalab/hsalab/experiments/sweep"
)

// A queue carries runs out, some at a time; here each "run" only says its name.
func ExampleQueue() {
	s, err := study.Find("window")
	if err != nil {
		fmt.Println(err)
		return
	}
	runs, err := s.Runs(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = sweep.Queue{Runs: runs, Workers: 1, Start: func(_ context.Context, r study.Run, _ func(sweep.Status)) error {
		if r.Recipe.Model.Window == 16 {
			return fmt.Errorf("no luck")
		}
		fmt.Println(r.Name(), "is done")
		return nil
	}}.Run(context.Background())
	fmt.Println(err)
	// Output:
	// window=8-seed0 is done
	// window=32-seed0 is done
	// window=16-seed0: no luck
}
