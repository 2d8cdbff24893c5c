package hsatest

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// agreement compares generated problems with the definition.
func (s operatorSuite) agreement() (float64, error) {
	worst := 0.0
	for i := range s.Shapes {
		p := AnyProblem(Seeded(s.Seed + uint64(i)))
		d, err := Disagreement(s.op, p)
		if err != nil {
			return d.Error, fmt.Errorf("problem %d, %v: %w", i, p, err)
		}
		if !(d.Error <= s.Limit) {
			return d.Error, fmt.Errorf("problem %d, %v: %s differs by %.2g, limit %.2g", i, p, d.Tensor, d.Error, s.Limit)
		}
		worst = max(worst, d.Error)
	}
	return worst, nil
}

// Disagreement compares one run of an operator with the definition, in values and in every gradient.
func Disagreement(op NewOperator, p Problem) (Difference, error) {
	want, err := NewOperator(Oracle).run(p)
	if err != nil {
		return Difference{}, fmt.Errorf("the definition: %w", err)
	}
	got, err := op.run(p)
	if err != nil {
		return Difference{}, err
	}
	return Compare(p, want, got)
}

// DifferencesCheck holds the gradients of an operator that computes in float64 against finite differences, on generated
// shapes in which no choice is close.
func DifferencesCheck(op NewOperator, o Options) Check {
	return Check{Name: fmt.Sprintf("gradients against finite differences, %d shapes", o.Shapes), Limit: 1e-6, run: func() (float64, error) {
		worst := 0.0
		for i, done := uint64(0), 0; done < o.Shapes; i++ {
			p := AnyProblem(Seeded(o.Seed + i))
			if p.close() {
				continue // a small step would change what is picked
			}
			done++
			d, err := FiniteDifferences(op, p)
			if err != nil {
				return d.Error, fmt.Errorf("problem %d, %v: %w", i, p, err)
			}
			worst = max(worst, d.Error)
		}
		return worst, nil
	}}
}

// FiniteDifferences compares the gradients of an operator that computes in float64 with central differences of its
// values, along a random direction of each input.
func FiniteDifferences(op NewOperator, p Problem) (Difference, error) {
	const step = 1e-6
	got, err := op.run(p)
	if err != nil {
		return Difference{}, err
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var worst Difference
	for _, t := range differentiable(got.Grads) {
		if t.name == "d_rank_decay" && !p.Spec.RankDecay {
			continue
		}
		direction := normals(rng, len(t.grad))
		loss := func(by float64) float64 {
			moved := p
			t.move(&moved.In, direction, by)
			return op.loss(moved, &err)
		}
		slope := (loss(step) - loss(-step)) / (2 * step)
		size := math.Sqrt(float64(len(direction))) // of a sum of that many terms
		if e := Relative([]float64{slope}, []float64{dot(direction, t.grad)}, size); e > worst.Error {
			worst = Difference{Error: e, Tensor: t.name}
		}
	}
	return worst, err
}

type gradient struct {
	name string
	grad []float64
	move func(in *oracle.Inputs, direction []float64, by float64)
}

// differentiable lists the gradients and how their inputs are moved.
func differentiable(g oracle.Gradients) []gradient {
	of := func(name string, grad []float64, in func(*oracle.Inputs) *[]float64) gradient {
		return gradient{name, grad, func(inputs *oracle.Inputs, direction []float64, by float64) {
			*in(inputs) = along(*in(inputs), direction, by)
		}}
	}
	return []gradient{
		of("d_rq", g.RetrievalQueries, func(in *oracle.Inputs) *[]float64 { return &in.RetrievalQueries }),
		of("d_landmarks", g.Landmarks, func(in *oracle.Inputs) *[]float64 { return &in.Landmarks }),
		of("d_q", g.Q, func(in *oracle.Inputs) *[]float64 { return &in.Q }),
		of("d_k", g.K, func(in *oracle.Inputs) *[]float64 { return &in.K }),
		of("d_v", g.V, func(in *oracle.Inputs) *[]float64 { return &in.V }),
		{"d_rank_decay", []float64{g.RankDecay}, func(in *oracle.Inputs, direction []float64, by float64) {
			in.RankDecay += by * direction[0]
		}},
	}
}

// loss is Σ out·dout.
func (make NewOperator) loss(p Problem, failed *error) float64 {
	dout := p.Dout
	p.Dout = nil
	got, err := make.run(p)
	if err != nil {
		*failed = err
		return math.NaN()
	}
	return dot(got.Out, dout)
}

func along(x, direction []float64, by float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = x[i] + by*direction[i]
	}
	return out
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
