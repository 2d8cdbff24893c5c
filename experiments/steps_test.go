package experiments

import (
	"testing"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/hsa"
)

// TestStepsOfChains: the first group's step of a two-hop question is the key on the way, and that of a one-hop question its
// answer; both lie where the sample says.
func TestStepsOfChains(t *testing.T) {
	r := tinyRecipe()
	r.Task = symbolTask(recall.Chains(2))
	r.Model.Groups, r.Model.UpperLayers = 2, 2
	r.Label, r.LabelWeight, r.StepLabel, r.StepWeight = hsa.SequenceLabel, 0.3, true, 0.5
	r, feed, _, err := r.resolve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := feed.batch(r, 64, 2, 0)
	if err != nil {
		t.Fatal(err)
	}
	deep := 0
	for i, token := range b.StepAnswers {
		text, chunk := b.Tokens[i/b.Q*b.L:], int(b.StepGold[i])
		found := false
		for _, id := range text[chunk*r.Model.Chunk : (chunk+1)*r.Model.Chunk] {
			found = found || id == token
		}
		if !found {
			t.Errorf("question %d: token %d is not in chunk %d", i, token, chunk)
		}
		if token != b.Answers[i] {
			deep++
		}
	}
	if len(b.StepAnswers) != 2*b.Q || deep == 0 || deep == len(b.StepAnswers) {
		t.Errorf("%d steps, %d of them on the way", len(b.StepAnswers), deep)
	}
	if list := metricsOf(t, r); list[0].StepLoss == 0 {
		t.Error("the step loss is not recorded")
	}
	r.StepWeight, r.StepLabel = 0.5, false
	r.Model.Groups, r.Model.UpperLayers = 1, 1
	if _, err := r.Resolve(); err == nil {
		t.Error("steps of one group were taken")
	}
}
