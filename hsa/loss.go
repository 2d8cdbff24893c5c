package hsa

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// Batch is B texts of L tokens with Q questions each: the positions whose next token is wanted. Language modelling
// is the case of one question at every position.
type Batch struct {
	Tokens    []int32   // [B L]
	Positions []int32   // [B Q] position of the token whose next token is the answer
	Answers   []int32   // [B Q]
	Weights   []float32 // [B Q] weight of the answer in the loss; 0 for padding
	Gold      []int32   // [B Q] chunk of the evidence, or -1
	// SameKey[b,q,chunk over the whole batch] is 1 where a chunk other than the gold one holds the question's
	// key: ranking it high is no error, so the batch-wide label leaves it out. [B Q B·C]; nil without that label.
	SameKey []float32
	// StepAnswers and StepGold are, for every group but the last, the token that is to be found on the way to the answer and
	// the chunk that holds it, or -1; nil where Steps does not teach them. [G-1 B Q]
	StepAnswers, StepGold []int32
	B, L, Q               int
	Tail                  int // how many of the last tokens hold all questions
}

// Label says whether the chunk of the evidence is taught beside the answer. It is not in the paper.
type Label string

const (
	// NoLabel: the answer alone teaches retrieval, as in the paper.
	NoLabel Label = "none"
	// SequenceLabel: cross-entropy of the gold chunk among the chunks the token sees.
	SequenceLabel Label = "sequence"
	// BatchLabel: the same among the chunks of every sequence of the batch, but for those with the same key.
	BatchLabel Label = "batch"
)

// measures are what a step reports, each summed over questions with their weights.
type measures struct {
	loss, answerLoss, labelLoss *Node // means, scalars
	stepLoss                    *Node // mean, a scalar
	correct, hit, goldWeight    *Node // means over questions with a gold chunk: right answer; gold among the picks; chunk weight on gold
}

// questions are the graph inputs of a batch, flattened.
type questions struct {
	ids, positions, answers, weights, gold, sameKey *Node
	noise                                           *Node // [G B·Hr T C], only with GumbelNoise
	batch, perText, tail                            int

	steps                 Steps
	stepAnswers, stepGold *Node // [G-1 B·Q], where steps are taught
}

// evaluate computes the loss of a batch: Σ w·CE(answer)/Σ w + labelWeight · the same of the gold chunk.
func (b *builder) evaluate(q questions, topK int, form Form, label Label, labelWeight *Node) measures {
	a := b.forward(q.ids, tailOptions{tail: q.tail, topK: topK, form: form, noise: q.noise})
	rows := q.rowsOf(a)
	mean := func(x *Node) *Node { return meanOver(x, q.weights) }

	logits := b.logits(rows(a.hidden))
	m := measures{answerLoss: mean(crossEntropy(logits, q.answers, nil))}
	right := Equal(ArgMax(logits, -1, dtypes.Int32), q.answers)
	m.correct = meanOver(ConvertDType(right, dtypes.Float32), q.asked())
	m.loss, m.labelLoss = m.answerLoss, ScalarZero(q.ids.Graph(), dtypes.Float32)
	m.hit, m.goldWeight, m.stepLoss = m.labelLoss, m.labelLoss, m.labelLoss
	if len(a.groups) == 0 || a.groups[0].weights == nil {
		return m
	}
	b.measureRetrieval(&m, q, a, rows, label)
	b.teachSteps(&m, q, a, rows)
	if label != NoLabel {
		m.loss = Add(m.loss, Mul(m.labelLoss, labelWeight))
	}
	return m
}

// asked are the weights of what accuracy counts: the questions with a gold chunk, or all where no question has one
// (language modelling). [B·Q]
func (q questions) asked() *Node {
	known := ConvertDType(GreaterOrEqual(q.gold, ZerosLike(q.gold)), dtypes.Float32)
	weights := Mul(q.weights, known)
	none := ConvertDType(Equal(ReduceAllSum(weights), ScalarZero(weights.Graph(), dtypes.Float32)), dtypes.Float32)
	return Add(weights, Mul(q.weights, none))
}

// meanOver is Σ w·x / Σ w.
func meanOver(x, w *Node) *Node {
	return Div(ReduceAllSum(Mul(x, w)), AddScalar(ReduceAllSum(w), 1e-9))
}

// measureRetrieval adds recall and label loss, taken from the last group's first retrieval head.
func (b *builder) measureRetrieval(m *measures, q questions, a activations, rows func(*Node) *Node, label Label) {
	r := a.groups[len(a.groups)-1].retrieval
	head := func(x *Node) *Node { return firstHead(x, q.batch) }
	gold := Max(q.gold, ZerosLike(q.gold))
	atGold := func(x *Node) *Node { return pickColumn(rows(head(x)), gold) }
	mean := q.meanOfVisible(r, rows, q.gold)
	m.hit, m.goldWeight = mean(atGold(r.picked)), mean(atGold(r.weights))
	switch label {
	case SequenceLabel:
		m.labelLoss = mean(q.sequenceLabel(r, rows, gold))
	case BatchLabel:
		m.labelLoss = mean(b.batchLabel(q, r, rows, gold))
	}
}

// meanOfVisible returns the mean over the questions that have a gold chunk which they see. gold is [B·Q], -1 for none.
func (q questions) meanOfVisible(r retrieval, rows func(*Node) *Node, gold *Node) func(*Node) *Node {
	zero := ZerosLike(gold)
	seen := pickColumn(rows(firstHead(r.visible, q.batch)), Max(gold, zero))
	weights := Mul(q.weights, Mul(seen, ConvertDType(GreaterOrEqual(gold, zero), dtypes.Float32)))
	return func(x *Node) *Node { return meanOver(x, weights) }
}

// sequenceLabel is the cross-entropy of the gold chunk among the chunks that the token sees.
func (q questions) sequenceLabel(r retrieval, rows func(*Node) *Node, gold *Node) *Node {
	hidden := MulScalar(AddScalar(rows(firstHead(r.visible, q.batch)), -1), -masked)
	return crossEntropy(rows(firstHead(r.scores, q.batch)), gold, hidden)
}

// batchLabel is the cross-entropy of the gold chunk among the context chunks of the whole batch.
func (b *builder) batchLabel(q questions, r retrieval, rows func(*Node) *Node, gold *Node) *Node {
	queries := rows(firstHead(r.queries, q.batch))
	landmarks := firstHead(r.landmarks, q.batch)
	n := landmarks.Shape().Dimensions[1]
	scores := matmulT(queries, Reshape(landmarks, q.batch*n, -1)) // [B·Q B·n·C]
	scores = b.bestLandmark(Reshape(scores, -1, q.batch, n))
	chunks := scores.Shape().Dimensions[2]
	scores = Reshape(scores, -1, q.batch*chunks)
	own := MulScalar(Iota(gold.Graph(), shapes.Make(dtypes.Int32, q.batch, q.perText), 0), chunks)
	return crossEntropy(scores, Add(gold, Reshape(own, -1)), MulScalar(q.sameKey, masked))
}

// rowsOf returns a function that takes the rows of the questions out of [B T x]: [B·Q x].
func (q questions) rowsOf(a activations) func(x *Node) *Node {
	return func(x *Node) *Node {
		dims := x.Shape().Dimensions
		row := AddScalar(q.positions, float64(-a.first))
		row = Add(row, MulScalar(Iota(row.Graph(), row.Shape(), 0), dims[1]))
		return Gather(Reshape(x, dims[0]*dims[1], dims[2]), Reshape(row, -1, 1))
	}
}

// firstHead is head 0 of [B·heads T x].
func firstHead(x *Node, batch int) *Node {
	dims := x.Shape().Dimensions
	if dims[0] == batch {
		return x
	}
	x = Reshape(x, batch, dims[0]/batch, dims[1], dims[2])
	return Squeeze(Slice(x, AxisRange(), AxisElem(0)), 1)
}

// crossEntropy is -log softmax(logits + mask)[target] of [M V], target [M] int32; mask may be nil.
func crossEntropy(logits, target, mask *Node) *Node {
	if mask != nil {
		logits = Add(logits, mask)
	}
	top := StopGradient(ReduceAndKeep(logits, ReduceMax, 1))
	logits = Sub(logits, top)
	return Sub(Log(ReduceSum(Exp(logits), 1)), pickColumn(logits, target))
}

// pickColumn is x[i, column[i]] of x [M V]: [M].
func pickColumn(x, column *Node) *Node {
	index := Iota(x.Graph(), shapes.Make(dtypes.Int32, x.Shape().Dimensions...), 1)
	hit := ConvertDType(Equal(index, InsertAxes(column, -1)), dtypes.Float32)
	return ReduceSum(Mul(x, hit), 1)
}
