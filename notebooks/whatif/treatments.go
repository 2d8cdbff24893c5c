package whatif

import (
	"slices"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

// A treatment is a change with a name: ofText makes it for one text, of for every text.
type treatment struct {
	group, name string
	ofText      func(p *experiments.Probe, c hsa.Config) []hsa.Intervention
	of          func(c hsa.Config) []hsa.Intervention
}

// always is a change that is the same for every model.
func always(list ...hsa.Intervention) func(hsa.Config) []hsa.Intervention {
	return func(hsa.Config) []hsa.Intervention { return list }
}

// Treatments that say whether a model uses what it retrieves.
const (
	goldHidden   = "gold chunks hidden"
	othersHidden = "other chunks hidden"
	branchCut    = "the HSA branch cut"
)

// treatments are all that [Effects] compares with the model as it is.
var treatments = []treatment{
	{group: "the chunks", name: goldHidden, ofText: func(p *experiments.Probe, _ hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.MaskChunks(golds(p)...)}
	}},
	{group: "the chunks", name: othersHidden, ofText: func(p *experiments.Probe, _ hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.MaskChunks(others(p)...)}
	}},
	{group: "the chunks", name: "landmarks of gold chunks zero", ofText: func(p *experiments.Probe, c hsa.Config) []hsa.Intervention {
		var list []hsa.Intervention
		for _, chunk := range golds(p) {
			list = append(list, hsa.ReplaceLandmark(chunk, make([]float32, c.LandmarkSize())))
		}
		return list
	}},
	{group: "the branch", name: branchCut, of: func(c hsa.Config) []hsa.Intervention { return scaled(c, 0) }},
	{group: "the branch", name: "the HSA branch halved", of: func(c hsa.Config) []hsa.Intervention { return scaled(c, 0.5) }},
	{group: "sparsity", name: "top-K 1", of: always(hsa.SetTopK(1))},
	{group: "sparsity", name: "top-K 2", of: always(hsa.SetTopK(2))},
	{group: "sparsity", name: "top-K 8", of: always(hsa.SetTopK(8))},
	{group: "sparsity", name: "all chunks", of: always(hsa.SetTopK(hsa.AllChunks))},
	{group: "windows", name: "half the window", of: func(c hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.SetWindow(c.Window / 2)}
	}},
	{group: "windows", name: "four times the window", of: func(c hsa.Config) []hsa.Intervention {
		return []hsa.Intervention{hsa.SetWindow(4 * c.Window)}
	}},
	{group: "chunk weights", name: "by stick-breaking", of: always(hsa.SetWeighting(hsa.WeightStickBreaking))},
	{group: "chunk weights", name: "by softmax off by one", of: always(hsa.SetWeighting(hsa.WeightOffByOne))},
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
