package experiments

import "github.com/hsalab/hsalab/hsa"

// Small is Tiny's training for 29M parameters in two groups, with S-N and variable tracking from the start: recall at 64
// tokens lasts 300 steps (with 120, less than the rate's warm-up and the curve it takes, nothing after it is learned), and
// half of all steps are texts of 512 tokens, where S-N asks eight times as often a step as in texts of 4,096.
func Small() Recipe {
	r := Tiny()
	r.Name, r.Summary = "small", "needles in running text, at the paper's geometry, in two groups"
	r.Model = hsa.Small(0)
	r.Model.TiedHead = false
	r.Rate = 6e-4
	r.Task.Mixture.Tasks = map[string]float64{"S-N": 0.33, "MQ-N*fill": 0.26, "VT": 0.05, "VT*fill": 0.31}
	r.Curriculum.Lengths = []int{64, 256, 512, 512, 4096}
	r.Curriculum.Shares, r.Curriculum.MaxSteps, r.Curriculum.FinalRate = []float64{5, 22, 9, 35, 29}, 6000, 0.03
	return r
}
