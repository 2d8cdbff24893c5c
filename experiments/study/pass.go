package study

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// TestTask is the task that a model trained on a task is tested on in a pass.
func (p Pass) TestTask(task experiments.TaskSpec) (experiments.TaskSpec, error) {
	return task.With(p.Set)
}

// TestLengths are the lengths of a pass in tokens for a model trained at a length.
func (p Pass) TestLengths(trainingLength int) []int {
	if len(p.Lengths) > 0 {
		return p.Lengths
	}
	lengths := make([]int, len(p.Ratios))
	for i, r := range p.Ratios {
		lengths[i] = r * trainingLength
	}
	return lengths
}

// TestTopK are the numbers of chunks picked in a pass, 0 as in training.
func (p Pass) TestTopK() []int {
	if len(p.TopK) == 0 {
		return []int{0}
	}
	all := make([]int, len(p.TopK))
	for i, k := range p.TopK {
		all[i] = int(k)
	}
	return all
}

// checkTask reports what the task or the model of a recipe does not have.
func (p Pass) checkTask(r experiments.Recipe) error {
	task, err := p.TestTask(r.Task)
	if err != nil {
		return err
	}
	for _, h := range p.Tasks {
		if _, err := task.In(h); err != nil {
			return err
		}
	}
	if p.YaRN && r.Rival != baseline.FullAttention {
		return fmt.Errorf("yarn stretches the positions of %s only: name its options in only", baseline.FullAttention)
	}
	if r.Rival != "" && !slices.Equal(p.TestTopK(), []int{0}) {
		return fmt.Errorf("top_k: the rival %s picks no chunks: name its options in except", r.Rival)
	}
	return nil
}
