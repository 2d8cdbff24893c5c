package audit

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/conformance"
	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/hsa/safetensors"
	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// limit is the largest error that float32 may have, in the measure of hsatest.Relative.
const limit = 1e-5

// Vectors runs the operator, in float64 by its definition and in its three forms on the Go backend, on inputs for which the
// authors' own code gave values and gradients, and shows the largest difference.
func Vectors() {
	backend, err := hsa.OpenBackend("go")
	show.Check(err)
	makers := map[string]hsatest.NewOperator{"definition": hsatest.Oracle}
	columns := []string{"definition"}
	for _, form := range conformance.Forms {
		makers[string(form)] = conformance.Operator(backend, form)
		columns = append(columns, string(form))
	}
	t := viz.Table{
		Title: "Largest difference from the authors' code", Corner: "case", Columns: columns, Groups: []viz.Group{{}},
		Caption: "Relative to the largest entry of its tensor, over scores, chunk weights, outputs and the gradients of all inputs; the picks are equal. The definition is in float64, the forms in float32.",
	}
	files, err := vectorFiles()
	show.Check(err)
	worst := 0.0
	for _, file := range files {
		v, err := readVectors(file)
		show.Check(err)
		row := viz.Row{Label: strings.TrimSuffix(filepath.Base(file), ".safetensors")}
		for _, name := range columns {
			d, err := v.differ(makers[name])
			show.Check(err)
			worst = max(worst, d.Error)
			row.Cells = append(row.Cells, viz.Cell{Text: fmt.Sprintf("%.1g (%s)", d.Error, d.Tensor)})
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	show.Figures(t)
	show.Holds(fmt.Sprintf("no difference is larger than %g", limit), worst <= limit)
}

// vectorFiles are the operator cases of the repository.
func vectorFiles() ([]string, error) {
	root, err := kernel.FindRoot(".")
	if err != nil {
		return nil, err
	}
	return filepath.Glob(filepath.Join(root, "hsa", "testdata", "vectors", "op_*.safetensors"))
}

// vectors are one case: a problem, and what the reference computed.
type vectors struct {
	hsatest.Problem
	want hsatest.Run
}

// legend is the description of a case.
type legend struct {
	B, L           int
	Memory         int      `json:"L_mem"`
	Heads          int      `json:"n_heads"`
	MemoryHeads    int      `json:"n_kv_heads"`
	RetrievalHeads int      `json:"n_retrieval_heads"`
	HeadDim        int      `json:"head_dim"`
	Chunk          int      `json:"chunk"`
	RetrievalDim   int      `json:"retrieval_head_dim"`
	TopK           int      `json:"top_k"`
	Weighting      string   `json:"weighting"`
	OffByOne       bool     `json:"off_by_one"`
	HideWindow     int      `json:"hide_window"`
	TieRule        string   `json:"tie_rule"`
	RankDecay      *float64 `json:"rank_decay"`
}

func (l legend) spec() oracle.Spec {
	weighting := oracle.Softmax
	if l.Weighting == "stick" {
		weighting = oracle.StickBreaking
	}
	return oracle.Spec{
		Batch: l.B, Length: l.L, Chunks: l.Memory / l.Chunk, Chunk: l.Chunk, Heads: l.Heads, MemoryHeads: l.MemoryHeads,
		RetrievalHeads: l.RetrievalHeads, HeadDim: l.HeadDim, RetrievalDim: l.RetrievalDim, TopK: l.TopK, TokensPerRetrieval: 1,
		HideWindow: l.HideWindow, Weighting: weighting, OffByOne: l.OffByOne, RankDecay: l.RankDecay != nil, NewerWinsTies: l.TieRule == "newer",
	}
}

func readVectors(file string) (v vectors, err error) {
	text, err := os.ReadFile(strings.TrimSuffix(file, ".safetensors") + ".json")
	if err != nil {
		return v, err
	}
	var l legend
	if err := json.Unmarshal(text, &l); err != nil {
		return v, fmt.Errorf("%s: %w", file, err)
	}
	f, err := safetensors.Open(file)
	if err != nil {
		return v, err
	}
	defer f.Close()
	read := func(name string) (values []float64) {
		if err == nil {
			values, err = safetensors.ReadValues[float64](f, name)
		}
		return values
	}
	v.Spec, v.Dout = l.spec(), read("dout")
	v.In = oracle.Inputs{RetrievalQueries: read("rq"), Landmarks: read("landmarks"), Q: read("q"), K: read("k"), V: read("v")}
	if l.RankDecay != nil {
		v.In.RankDecay = *l.RankDecay
	}
	v.want.Result = oracle.Result{Scores: read("scores"), Weights: read("weights"), Out: read("out")}
	v.want.Grads.Inputs = oracle.Inputs{RetrievalQueries: read("d_rq"), Landmarks: read("d_landmarks"), Q: read("d_q"), K: read("d_k"), V: read("d_v")}
	if err != nil {
		return v, err
	}
	picks, err := safetensors.ReadValues[int32](f, "picks")
	for _, c := range picks {
		v.want.Picks = append(v.want.Picks, int(c))
	}
	return v, err
}

// differ runs an operator on the problem and compares.
func (v vectors) differ(operator hsatest.NewOperator) (hsatest.Difference, error) {
	op, err := operator(v.Spec)
	if err != nil {
		return hsatest.Difference{}, err
	}
	if c, ok := op.(interface{ Close() }); ok {
		defer c.Close()
	}
	result, gradients, err := op.Run(v.In, v.Dout)
	if err != nil {
		return hsatest.Difference{}, err
	}
	return hsatest.Compare(v.Problem, v.want, hsatest.Run{Result: result, Grads: gradients})
}
