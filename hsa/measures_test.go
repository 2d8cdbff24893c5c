package hsa

import (
	"math"
	"testing"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// hostMeasures computes what a step reports from the logits and the trace of streams, on the host.
type hostMeasures struct {
	answerLoss, correct, questions       float64
	labelLoss, hit, goldWeight, withGold float64
}

func (h *hostMeasures) add(tail *Tail, c Config, position, answer, gold int) {
	token := position - tail.First
	h.questions++
	h.answerLoss -= logSoftmaxAt(tail.Logits[token*tail.Vocab:(token+1)*tail.Vocab], answer)
	if tail.Predict(token) == int32(answer) {
		h.correct++
	}
	if gold < 0 || gold >= c.Visible(position) {
		return
	}
	group := &tail.Groups[len(tail.Groups)-1]
	row := tail.Row(0, token)
	h.withGold++
	h.labelLoss -= logSoftmaxAt(group.AllScores[row], gold)
	if w, picked := group.Weight(row, gold); picked {
		h.hit++
		h.goldWeight += float64(w)
		if group.Rank(row, gold) >= c.TopK {
			h.hit = math.Inf(1) // picked and not among the best
		}
	} else if group.Rank(row, gold) < c.TopK {
		h.hit = math.Inf(1) // among the best and not picked
	}
}

func logSoftmaxAt(x []float32, at int) float64 {
	wide := make([]float64, len(x))
	for i, v := range x {
		wide[i] = float64(v)
	}
	return math.Log(oracle.Weights(oracle.Softmax, wide, 0)[at])
}

// TestMeasures: loss, accuracy, recall and gold weight of a step are those of streams over the same texts.
func TestMeasures(t *testing.T) {
	c := smallConfig()
	c.Groups, c.UpperLayers = 2, 2
	b := labelled(c)
	b.Gold[2], b.Gold[7] = -1, 11 // no evidence, and evidence that is not visible yet
	state := NewState(c, 11)
	state.Values = livelyValues(c, 11)
	got := steps(t, newTestTrainer(t, c, TrainOptions{Label: SequenceLabel}, state), 1, same(b), 1)[0]
	m := testModel(t, c)
	var want hostMeasures
	for i := range b.B {
		tail := streamed(t, m, b.Tokens[i*b.L:(i+1)*b.L], []int{b.L}, b.Tail, TailOptions{AllScores: true})
		for q := i * b.Q; q < (i+1)*b.Q; q++ {
			want.add(tail, c, int(b.Positions[q]), int(b.Answers[q]), int(b.Gold[q]))
		}
	}
	if want.withGold == want.questions || want.hit == 0 || want.hit == want.withGold {
		t.Fatalf("the batch does not tell cases apart: %+v", want)
	}
	for what, pair := range map[string][2]float64{
		"answer loss": {float64(got.AnswerLoss), want.answerLoss / want.questions},
		"accuracy":    {float64(got.Accuracy), want.correct / want.questions},
		"label loss":  {float64(got.LabelLoss), want.labelLoss / want.withGold},
		"recall":      {float64(got.Recall), want.hit / want.withGold},
		"gold weight": {float64(got.GoldWeight), want.goldWeight / want.withGold},
	} {
		if !(math.Abs(pair[0]-pair[1]) <= 1e-5) {
			t.Errorf("%s %v, on the host %v", what, pair[0], pair[1])
		}
	}
}

// TestBatchLabel: every chunk of the batch competes, but for those with the same key.
func TestBatchLabel(t *testing.T) {
	c := smallConfig()
	b := labelled(c)
	chunks := b.B * c.Chunks(b.L)
	loss := func() float64 {
		return float64(steps(t, newTestTrainer(t, c, TrainOptions{Label: BatchLabel}, NewState(c, 1)), 1, same(b), 1)[0].LabelLoss)
	}
	all := loss()
	if all < math.Log(float64(chunks))/2 {
		t.Errorf("label loss %g among %d chunks", all, chunks)
	}
	for q := range b.B * b.Q {
		text := q / b.Q
		for chunk := range chunks {
			if chunk != text*c.Chunks(b.L)+int(b.Gold[q]) {
				b.SameKey[q*chunks+chunk] = 1
			}
		}
	}
	if alone := loss(); math.Abs(alone) > 1e-6 {
		t.Errorf("label loss %g with no competitor, want 0", alone)
	}
	for q := range b.B * b.Q { // let one chunk of the other text compete
		other := 1 - q/b.Q
		b.SameKey[q*chunks+other*c.Chunks(b.L)] = 0
	}
	if one := loss(); !(one > 0.01 && one < all) {
		t.Errorf("label loss %g with one competitor of the other text, %g with all", one, all)
	}
}
