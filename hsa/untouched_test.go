package hsa

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// stages are what a forward pass computes, from the tokens on.
var stages = []string{"stream", "keys", "values", "landmarks", "scores", "picks", "weights", "context", "out", "logits"}

// untouched lists for each switch the stages of the first group that it must leave as they are, to the bit. A switch
// without an entry may change all of them.
var untouched = map[string]string{
	"vocab":                 "stream keys values landmarks scores picks weights context out",
	"memory_kv_heads":       "stream landmarks",
	"chunk":                 "stream",
	"top_k":                 "stream keys values landmarks scores",
	"inference_top_k":       "stream keys values landmarks scores",
	"tokens_per_retrieval":  "stream keys values landmarks",
	"upper_layers":          "stream keys values landmarks scores picks weights context out",
	"groups":                "stream keys values landmarks scores picks weights context out",
	"retrieval_dim":         "stream keys values",
	"encoder":               "stream",
	"encoder_layers":        "stream",
	"encoder_mlp_width":     "stream",
	"encoder_input_norm":    "stream",
	"encoder_bias":          "stream",
	"cls_tokens":            "stream",
	"weighting":             "stream keys values landmarks scores picks",
	"rank_decay":            "stream keys values landmarks scores picks",
	"off_by_one":            "stream keys values landmarks scores picks weights",
	"single_head_retrieval": "stream keys values landmarks",
	"hide_window_chunks":    "stream keys values landmarks scores",
	"entropy_bias":          "stream keys values",
	"far_positions":         "stream values landmarks scores picks weights",
	"residual":              "stream keys values landmarks scores picks weights context out",
	"hsa_mlp":               "stream keys values landmarks scores picks weights context out",
	"hsa_window":            "stream keys values landmarks scores picks weights",
	"hsa_qk_norm":           "stream values landmarks scores picks weights",
	"landmark_norm":         "stream keys values landmarks",
	"eps_final":             "stream keys values landmarks scores picks weights context out",
	"tied_head":             "stream keys values landmarks scores picks weights context out",
	"training_length":       strings.Join(stages, " "),
	"gumbel_noise":          strings.Join(stages, " "),
}

// stagesOf runs a model on a text and returns its stages by name.
func stagesOf(t *testing.T, c Config, tokens []int32, values []float32) map[string][]float32 {
	t.Helper()
	m, err := NewModel(testBackend(t), &Weights{Config: c, Values: values})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	outs, err := m.run("stages", func(b *builder, in []*Node) []*Node {
		a := b.forward(in[0], tailOptions{topK: max(b.cfg.TestTopK(), 0), form: Dense})
		g := a.groups[0]
		return []*Node{a.stream, a.mem.k, a.mem.v, a.mem.landmarks, g.scores, g.picked, g.weights, g.context, g.out, b.logits(a.hidden)}
	}, tensors.FromFlatDataAndDimensions(slices.Clone(tokens), 1, len(tokens)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]float32{}
	for i, name := range stages {
		if got[name], err = tensors.CopyFlatData[float32](outs[i]); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

// valuesLike are values for a config: those of another where it has a parameter of that name and shape, and its own
// lively ones for the rest.
func valuesLike(c, other Config, values []float32) []float32 {
	byName := map[string]Param{}
	for _, p := range other.Params() {
		byName[p.Name] = p
	}
	out := livelyValues(c, 11)
	for _, p := range c.Params() {
		if o, ok := byName[p.Name]; ok && slices.Equal(o.Shape, p.Shape) {
			copy(out[p.start:p.start+p.Size()], values[o.start:o.start+o.Size()])
		}
	}
	return out
}

// TestSwitchesLeaveTheRest flips every switch alone, as TestEverySwitchMatters does, and wants what comes before its
// place in the model to stay as it was, and something behind it to change.
func TestSwitchesLeaveTheRest(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("what a switch changes in the graph does not depend on the backend")
	}
	for key := range untouched {
		if !slices.Contains(configKeys(), key) {
			t.Errorf("%q is no switch", key)
		}
	}
	tokens := randomTokens(rand.New(rand.NewPCG(8, 8)), 23, 41)
	for _, key := range configKeys() {
		t.Run(key, func(t *testing.T) {
			base := flipBase()
			if prepare := flipBases[key]; prepare != nil {
				prepare(&base)
			}
			values := livelyValues(base, 11)
			flipped := base
			if flip := flips[key]; flip != nil {
				flip(&flipped)
			} else {
				unseen[key](&flipped)
			}
			before := stagesOf(t, base, tokens, values)
			after := stagesOf(t, flipped, tokens, valuesLike(flipped, base, values))
			var same, other []string
			for _, name := range stages {
				if maxDiff(before[name], after[name]) == 0 {
					same = append(same, name)
				} else {
					other = append(other, name)
				}
			}
			if want := strings.Fields(untouched[key]); !slices.Equal(same, want) {
				t.Errorf("unchanged are %q, want %q; changed are %q", same, want, other)
			}
		})
	}
}
