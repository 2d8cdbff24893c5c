package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// microSteps adds gradients up over micro-batches.
type microSteps struct {
	gradient, update *Exec
	zero             *tensors.Tensor // where every sum begins
}

// StepMicro takes one step on several batches in the memory of the largest: their gradients are added up, and clipping
// and AdamW act once, on the sum. It is Step on all of them as one batch but for rounding; BatchLabel ranks against the
// chunks of one micro-batch, and each has ranking noise of its own.
func (t *Trainer) StepMicro(batches []Batch, lr, labelWeight float64) (Measures, error) {
	if len(batches) == 1 {
		return t.Step(batches[0], lr, labelWeight)
	}
	for i, b := range batches {
		if err := t.check(b); err != nil {
			return Measures{}, fmt.Errorf("micro-batch %d: %w", i, err)
		}
	}
	scalars, err := t.scalars(lr, labelWeight)
	if err != nil {
		return Measures{}, err
	}
	if err := t.prepareMicro(); err != nil {
		return Measures{}, fmt.Errorf("train: %w", err)
	}
	sum, m, err := t.sumGradients(batches, labelWeight)
	if err != nil {
		return Measures{}, fmt.Errorf("train: step %d: %w", t.step, err)
	}
	out, err := t.micro.update.Call(t.dev[0], t.dev[1], t.dev[2], tensors.FromFlatDataAndDimensions(scalars, stepScalars), sum)
	if err != nil {
		return Measures{}, fmt.Errorf("train: step %d: %w", t.step, err)
	}
	sum.FinalizeAll()
	t.advance(out)
	m.GradNorm = tensors.MustCopyFlatData[float32](out[3])[0]
	return m, nil
}

func (t *Trainer) prepareMicro() error {
	if t.micro != nil {
		return nil
	}
	gradient, err := NewExec(t.backend, t.gradientGraph)
	if err != nil {
		return err
	}
	update, err := NewExec(t.backend, t.updateGraph)
	if err != nil {
		return err
	}
	n := numParams(t.arch.Params())
	t.micro = &microSteps{gradient, update, tensors.FromFlatDataAndDimensions(make([]float32, n), n)}
	return nil
}

// sumGradients is the gradient of all batches as one, and their measures without its norm. A failure leaves the sum to
// the garbage collector.
func (t *Trainer) sumGradients(batches []Batch, labelWeight float64) (*tensors.Tensor, Measures, error) {
	sum, all := t.micro.zero, Measures{}
	shares := t.cfg.sharesOf(batches)
	for i, b := range batches {
		s := shares[i]
		scalars := []float32{float32(s.answer), float32(labelWeight * s.gold)}
		inputs := append([]any{t.dev[0], sum, tensors.FromFlatDataAndDimensions(scalars, 2)}, b.tensors(t.opt.Steps)...)
		if t.cfg.GumbelNoise && t.cfg.Chunks(b.L) > 0 {
			inputs = append(inputs, t.cfg.gumbelNoise(t.opt.NoiseSeed, t.step*len(batches)+i, b))
		}
		out, err := t.micro.gradient.Call(inputs...)
		if err != nil {
			return nil, all, err
		}
		if sum != t.micro.zero {
			sum.FinalizeAll()
		}
		sum = out[0]
		all.add(measuresOf(out[1]), s)
	}
	return sum, all, nil
}

// add adds a micro-batch's part of the means.
func (m *Measures) add(part Measures, s share) {
	m.Loss += part.Loss // each has its share of the whole already
	m.AnswerLoss += float32(s.answer) * part.AnswerLoss
	m.StepLoss += float32(s.answer) * part.StepLoss
	m.Accuracy += float32(s.asked) * part.Accuracy
	m.LabelLoss += float32(s.gold) * part.LabelLoss
	m.Recall += float32(s.gold) * part.Recall
	m.GoldWeight += float32(s.gold) * part.GoldWeight
}

// gradientGraph adds the gradient of one micro-batch. Inputs: parameters, the sum so far, the shares of answer loss and
// label loss in the whole, the batch, and its ranking noise where there is some; outputs: the sum and the measures.
func (t *Trainer) gradientGraph(in []*Node) []*Node {
	scalar := func(i int) *Node { return Reshape(Slice(in[2], AxisElem(i))) }
	q := questionsOf(in[3:], t.opt.Steps)
	b, ordered := t.open(in[0], q)
	m := b.evaluate(q, t.cfg.TopK, t.opt.Form, t.opt.Label, scalar(1))
	m.loss = Add(Mul(Add(m.answerLoss, MulScalar(m.stepLoss, t.opt.Steps.Weight)), scalar(0)), Mul(m.labelLoss, scalar(1)))
	sum := Add(in[1], flatGradient(m.loss, ordered))
	return []*Node{sum, m.stacked(ScalarZero(sum.Graph(), sum.DType()))}
}

// updateGraph is the end of a step. Inputs: parameters, mean, variance, scalars, the gradient; outputs: the first three
// after the step, and the gradient's norm.
func (t *Trainer) updateGraph(in []*Node) []*Node {
	scalar := func(i int) *Node { return Reshape(Slice(in[3], AxisElem(i))) }
	norm := Sqrt(ReduceAllSum(Square(in[4])))
	out := t.opt.Optimizer.apply(in[0], in[1], in[2], in[4], norm, scalar(0), scalar(2), scalar(3))
	return append(out, Reshape(norm, 1))
}

// flatGradient is the gradient by all parameters, in their order.
func flatGradient(loss *Node, ordered []*Node) *Node {
	grads := Gradient(loss, ordered...)
	for i, g := range grads {
		grads[i] = Reshape(g, -1)
	}
	return Concatenate(grads, 0)
}

// share is a micro-batch's part of each mean over a whole step: by the weights of all its questions, of those that
// accuracy counts, and of those with a visible gold chunk.
type share struct{ answer, asked, gold float64 }

func (c Config) sharesOf(batches []Batch) []share {
	shares := make([]share, len(batches))
	var total share
	for i, b := range batches {
		shares[i] = c.weigh(b)
		total.answer += shares[i].answer
		total.asked += shares[i].asked
		total.gold += shares[i].gold
	}
	noneAsked := total.asked == 0 // language modelling: accuracy counts every question
	for i, s := range shares {
		if noneAsked {
			s.asked, total.asked = s.answer, total.answer
		}
		shares[i] = share{part(s.answer, total.answer), part(s.asked, total.asked), part(s.gold, total.gold)}
	}
	return shares
}

// weigh sums the weights of a batch's questions, of those with a gold chunk, and of those that see it.
func (c Config) weigh(b Batch) (s share) {
	for i, w := range b.Weights {
		s.answer += float64(w)
		if gold := int(b.Gold[i]); gold >= 0 {
			s.asked += float64(w)
			if gold < c.Visible(int(b.Positions[i])) {
				s.gold += float64(w)
			}
		}
	}
	return s
}

func part(of, total float64) float64 {
	if total == 0 {
		return 0
	}
	return of / total
}
