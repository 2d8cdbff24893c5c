package whatif

import (
	"slices"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

// A treatment is a change with a name; of makes it for one text.
type treatment struct {
	group, name string
	of          func(p *experiments.Probe, c hsa.Config) []hsa.Intervention
}

// always is a treatment that is the same for every text.
func always(list ...hsa.Intervention) func(*experiments.Probe, hsa.Config) []hsa.Intervention {
	return func(*experiments.Probe, hsa.Config) []hsa.Intervention { return list }
}

// Treatments that say whether a model uses what it retrieves.
const (
	goldHidden   = "gold chunks hidden"
	othersHidden = "other chunks hidden"
	branchCut    = "the HSA branch cut"
)

// treatments are all that [Effects] compares with the model as it is.
var treatments = []treatment{
	{"the chunks", goldHidden, func(p *experiments.Probe, _ hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.MaskChunks(golds(p)...)}
	}},
	{"the chunks", othersHidden, func(p *experiments.Probe, _ hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.MaskChunks(others(p)...)}
	}},
	{"the chunks", "landmarks of gold chunks zero", func(p *experiments.Probe, c hsa.Config) []hsa.Intervention {
		var list []hsa.Intervention
		for _, chunk := range golds(p) {
			list = append(list, hsa.ReplaceLandmark(chunk, make([]float32, c.LandmarkSize())))
		}
		return list
	}},
	{"the branch", branchCut, func(_ *experiments.Probe, c hsa.Config) []hsa.Intervention { return scaled(c, 0) }},
	{"the branch", "HSA branch halved", func(_ *experiments.Probe, c hsa.Config) []hsa.Intervention { return scaled(c, 0.5) }},
	{"sparsity", "top-K 1", always(hsa.SetTopK(1))},
	{"sparsity", "top-K 2", always(hsa.SetTopK(2))},
	{"sparsity", "top-K 8", always(hsa.SetTopK(8))},
	{"sparsity", "all chunks", always(hsa.SetTopK(hsa.AllChunks))},
	{"windows", "half the window", func(_ *experiments.Probe, c hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.SetWindow(c.Window / 2)}
	}},
	{"windows", "four times the window", func(_ *experiments.Probe, c hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.SetWindow(4 * c.Window)}
	}},
	{"chunk weights", "by stick-breaking", always(hsa.SetWeighting(hsa.WeightStickBreaking))},
	{"chunk weights", "by softmax off by one", always(hsa.SetWeighting(hsa.WeightOffByOne))},
}

// golds are the chunks with evidence, each once.
func golds(p *experiments.Probe) []int {
	var list []int
	for i := range p.Sample.Queries {
		list = append(list, p.Gold(i))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// others are as many chunks of the context without evidence, the oldest, or all where there are fewer.
func others(p *experiments.Probe) []int {
	gold := golds(p)
	var list []int
	for c := range p.Sample.Context() / p.Chunk {
		if !slices.Contains(gold, c) && len(list) < len(gold) {
			list = append(list, c)
		}
	}
	return list
}
