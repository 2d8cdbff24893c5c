package hsa

import (
	"fmt"
	"math"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Optimizer is AdamW with clipping of the global gradient norm.
type Optimizer struct {
	Beta1, Beta2, Eps float64
	WeightDecay       float64
	Clip              float64 // largest global norm of the gradient
}

// DefaultOptimizer is what the nano recipes use.
func DefaultOptimizer() Optimizer { return Optimizer{Beta1: 0.9, Beta2: 0.98, Eps: 1e-8, Clip: 1} }

// TrainOptions is how a Trainer computes its steps.
type TrainOptions struct {
	Optimizer Optimizer
	Label     Label
	Form      Form
	Steps     Steps
	Compute   Compute // "" is Float32
	// NoiseSeed seeds the ranking noise of a config with GumbelNoise, together with the number of the step.
	NoiseSeed uint64
}

// State is everything a step changes: the parameters and both Adam moments, as flat vectors in the order of
// Architecture.Params, and the number of steps taken.
type State struct {
	Values, Mean, Variance []float32
	Step                   int
}

// NewState is the state before the first step.
func NewState(a Architecture, seed uint64) *State {
	values := initialValues(a.Params(), seed)
	n := len(values)
	return &State{Values: values, Mean: make([]float32, n), Variance: make([]float32, n)}
}

// Clone is a deep copy.
func (s *State) Clone() *State {
	c := func(x []float32) []float32 { return append([]float32(nil), x...) }
	return &State{Values: c(s.Values), Mean: c(s.Mean), Variance: c(s.Variance), Step: s.Step}
}

// Measures is what one step or evaluation reports, as means over its questions.
type Measures struct {
	Loss       float32 // what was minimised
	AnswerLoss float32 // cross-entropy of the answers, nats
	LabelLoss  float32 // cross-entropy of the gold chunk, nats; 0 without a label
	StepLoss   float32 // cross-entropy of what groups find on the way to the answer, nats; 0 where that is not taught
	Accuracy   float32 // share of questions whose most likely token is the answer: of those with a gold chunk, where there are any
	Recall     float32 // share of questions with a visible gold chunk whose gold chunk was picked (recall@K)
	GoldWeight float32 // mean chunk weight on the gold chunk
	GradNorm   float32 // global norm of the gradient before clipping
}

// Trainer runs training steps of one model on one backend, one at a time; State and Prepare may run beside a step. Each
// batch shape compiles once.
type Trainer struct {
	arch    Architecture
	cfg     Config // sizes of arch
	opt     TrainOptions
	exec    *Exec
	backend compute.Backend
	micro   *microSteps // nil before StepMicro

	mu   sync.Mutex         // of what follows, which a step replaces at its end
	dev  [3]*tensors.Tensor // parameters and moments, kept on the device between steps
	step int
}

// NewTrainer prepares a trainer that continues from state.
func NewTrainer(backend compute.Backend, arch Architecture, opt TrainOptions, state *State) (*Trainer, error) {
	if err := arch.Validate(); err != nil {
		return nil, err
	}
	if n := numParams(arch.Params()); len(state.Values) != n || len(state.Mean) != n || len(state.Variance) != n {
		return nil, fmt.Errorf("train: the state holds %d values and the config wants %d", len(state.Values), n)
	}
	if opt.Form == "" {
		opt.Form = Dense
	}
	if opt.Label == "" {
		opt.Label = NoLabel
	}
	if !opt.Form.valid() {
		return nil, fmt.Errorf("train: unknown form %q; there is: dense, dispatch, gather", opt.Form)
	}
	if !oneOf(opt.Label, NoLabel, SequenceLabel, BatchLabel) {
		return nil, fmt.Errorf("train: unknown label %q; there is: none, sequence, batch", opt.Label)
	}
	if _, ok := arch.(Memoryless); ok && opt.Label != NoLabel {
		return nil, fmt.Errorf("train: label %q teaches which chunk holds the evidence, and a model without memory has no chunks: want %q", opt.Label, NoLabel)
	}
	if err := opt.Steps.validate(arch, opt.Label); err != nil {
		return nil, err
	}
	if err := opt.Compute.Validate(); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	t := &Trainer{arch: arch, cfg: arch.sizes(), opt: opt, backend: backend, step: state.Step}
	for i, v := range [][]float32{state.Values, state.Mean, state.Variance} {
		t.dev[i] = tensors.FromFlatDataAndDimensions(append([]float32(nil), v...), len(v))
	}
	var err error
	t.exec, err = NewExec(backend, t.graph)
	return t, err
}

// Prepare compiles the step for batches of the shape of this one, so that the first of them does not wait for it. It
// may run beside Step: a curriculum compiles its next length while it trains at the present one.
func (t *Trainer) Prepare(batch Batch) error {
	if err := t.check(batch); err != nil {
		return err
	}
	t.mu.Lock()
	inputs := shapesOf(t.inputs(batch, make([]float32, stepScalars), 0))
	t.mu.Unlock()
	if _, err := t.exec.Compile(inputs...); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	return nil
}

func shapesOf(inputs []any) []shapes.Shape {
	all := make([]shapes.Shape, len(inputs))
	for i, a := range inputs {
		all[i] = a.(*tensors.Tensor).Shape()
	}
	return all
}

// Step takes one step on a batch. lr is the learning rate; labelWeight multiplies the label loss.
func (t *Trainer) Step(batch Batch, lr, labelWeight float64) (Measures, error) {
	if err := t.check(batch); err != nil {
		return Measures{}, err
	}
	scalars, err := t.scalars(lr, labelWeight)
	if err != nil {
		return Measures{}, err
	}
	out, err := t.exec.Call(t.inputs(batch, scalars, t.step)...)
	if err != nil {
		return Measures{}, fmt.Errorf("train: step %d: %w", t.step, err)
	}
	t.advance(out)
	return measuresOf(out[3]), nil
}

// check reports what a batch lacks for what the trainer teaches.
func (t *Trainer) check(b Batch) error {
	if err := b.validate(t.cfg, t.opt.Label); err != nil {
		return err
	}
	return t.opt.Steps.check(b, t.cfg)
}

// scalars are the graph's for the next step.
func (t *Trainer) scalars(lr, labelWeight float64) ([]float32, error) {
	if !finiteAndNotNegative(lr) || !finiteAndNotNegative(labelWeight) {
		return nil, fmt.Errorf("train: learning rate %v and label weight %v must be finite and not negative", lr, labelWeight)
	}
	k := float64(t.step + 1)
	return []float32{
		float32(lr), float32(labelWeight),
		float32(1 / (1 - math.Pow(t.opt.Optimizer.Beta1, k))),
		float32(1 / (1 - math.Pow(t.opt.Optimizer.Beta2, k))),
	}, nil
}

// advance takes over the parameters and moments that a step has made.
func (t *Trainer) advance(made []*tensors.Tensor) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.dev {
		t.dev[i].FinalizeAll()
		t.dev[i] = made[i]
	}
	t.step++
}

const stepScalars = 4 // learning rate, label weight, and the corrections of both moments

// inputs are the graph's: see graph.
func (t *Trainer) inputs(batch Batch, scalars []float32, step int) []any {
	args := []any{t.dev[0], t.dev[1], t.dev[2], tensors.FromFlatDataAndDimensions(scalars, stepScalars)}
	args = append(args, batch.tensors(t.opt.Steps)...)
	if t.cfg.GumbelNoise && t.cfg.Chunks(batch.L) > 0 {
		args = append(args, t.cfg.gumbelNoise(t.opt.NoiseSeed, step, batch))
	}
	return args
}

// State copies the state to the host; beside a step under way, that before it.
func (t *Trainer) State() (*State, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := &State{Step: t.step}
	for i, dst := range []*[]float32{&s.Values, &s.Mean, &s.Variance} {
		flat, err := tensors.CopyFlatData[float32](t.dev[i])
		if err != nil {
			return nil, err
		}
		*dst = flat
	}
	return s, nil
}

// graph is one step. Inputs: parameters, mean, variance, scalars, the batch, and its ranking noise where there is
// some; outputs: the first three after the step, and the measures.
func (t *Trainer) graph(in []*Node) []*Node {
	scalars := in[3]
	scalar := func(i int) *Node { return Reshape(Slice(scalars, AxisElem(i))) }
	q := questionsOf(in[4:], t.opt.Steps)
	b, ordered := t.open(in[0], q)
	m := b.evaluate(q, t.cfg.TopK, t.opt.Form, t.opt.Label, scalar(1))
	grad := flatGradient(m.loss, ordered)
	norm := Sqrt(ReduceAllSum(Square(grad)))
	out := t.opt.Optimizer.apply(in[0], in[1], in[2], grad, norm, scalar(0), scalar(2), scalar(3))
	return append(out, m.stacked(norm))
}

// open is a builder for the texts of a batch, and the parameters in their order.
func (t *Trainer) open(values *Node, q questions) (*builder, []*Node) {
	byName, ordered := unpack(t.arch.Params(), values)
	b := t.arch.builder(byName, q.ids.Shape().Dimensions[1])
	b.products = t.opt.Compute.products()
	return b, ordered
}

// apply is one AdamW step; correct1 and correct2 are 1/(1-β^step).
func (o Optimizer) apply(values, mean, variance, grad, norm, lr, correct1, correct2 *Node) []*Node {
	if o.Clip > 0 {
		g := norm.Graph()
		limit := Const(g, float32(o.Clip))
		grad = Mul(grad, Div(limit, Max(norm, limit)))
	}
	mean = Add(MulScalar(mean, o.Beta1), MulScalar(grad, 1-o.Beta1))
	variance = Add(MulScalar(variance, o.Beta2), MulScalar(Square(grad), 1-o.Beta2))
	update := Div(Mul(mean, correct1), AddScalar(Sqrt(Mul(variance, correct2)), o.Eps))
	if o.WeightDecay > 0 {
		update = Add(update, MulScalar(values, o.WeightDecay))
	}
	return []*Node{Sub(values, Mul(update, lr)), mean, variance}
}

func (m measures) stacked(norm *Node) *Node {
	all := []*Node{m.loss, m.answerLoss, m.labelLoss, m.correct, m.hit, m.goldWeight, m.stepLoss, norm}
	for i, n := range all {
		all[i] = Reshape(n, 1)
	}
	return Concatenate(all, 0)
}

func measuresOf(t *tensors.Tensor) Measures {
	v := tensors.MustCopyFlatData[float32](t)
	return Measures{Loss: v[0], AnswerLoss: v[1], LabelLoss: v[2], Accuracy: v[3], Recall: v[4], GoldWeight: v[5], StepLoss: v[6], GradNorm: v[7]}
}
