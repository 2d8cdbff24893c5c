package hsatest_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
)

var options = hsatest.Options{Limit: 1e-5, Shapes: 40}

// TestOraclePasses: the definition conforms, with any seed.
func TestOraclePasses(t *testing.T) {
	for seed := range uint64(2) {
		o := options
		o.Seed = seed * 1000
		if err := hsatest.TestOperator(hsatest.Oracle, o); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// TestGradientsOfTheOracle holds the gradients that are written out against finite differences; the negative control is a
// gradient one part in a thousand too large.
func TestGradientsOfTheOracle(t *testing.T) {
	o := hsatest.Options{Shapes: 200, Seed: 1}
	if err := hsatest.DifferencesCheck(hsatest.Oracle, o).Do().Failure(); err != nil {
		t.Error(err)
	}
	o.Shapes = 10
	wrong := func(s oracle.Spec) (hsatest.Operator, error) {
		return faulty{Operator: oracle.Operator{Spec: s}, after: func(_ oracle.Spec, _ *oracle.Result, g *oracle.Gradients) {
			for i := range g.Q {
				g.Q[i] *= 1.001
			}
		}}, s.Validate()
	}
	if hsatest.DifferencesCheck(wrong, o).Do().Failure() == nil {
		t.Error("a wrong gradient passes")
	}
}

// faulty is the oracle with a fault.
type faulty struct {
	oracle.Operator
	before func(*oracle.Spec, *oracle.Inputs)
	after  func(oracle.Spec, *oracle.Result, *oracle.Gradients)
}

func (f faulty) Run(in oracle.Inputs, dout []float64) (oracle.Result, oracle.Gradients, error) {
	s := f.Spec
	if err := s.Check(in, dout); err != nil {
		return oracle.Result{}, oracle.Gradients{}, err
	}
	if f.before != nil {
		f.before(&s, &in)
	}
	result, grads, err := oracle.Operator{Spec: s}.Run(in, dout)
	if f.after != nil && err == nil {
		f.after(f.Spec, &result, &grads)
	}
	return result, grads, err
}

// faults are planted, each with the check that must catch it.
var faults = []struct {
	name, caughtBy string
	before         func(*oracle.Spec, *oracle.Inputs)
	after          func(oracle.Spec, *oracle.Result, *oracle.Gradients)
}{
	{name: "a token sees its own chunk", caughtBy: "visibility", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.First += s.Chunk - 1 }},
	{name: "a token sees its own chunk", caughtBy: "causality", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.First += s.Chunk - 1 }},
	{name: "a token sees its own chunk", caughtBy: "nothing visible", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.First += s.Chunk - 1 }},
	{name: "the window is not hidden", caughtBy: "visibility", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.HideWindow = 0 }},
	{name: "the newer chunk wins", caughtBy: "ties", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.NewerWinsTies = true }},
	{name: "softmax instead of sticks", caughtBy: "chunk weights", before: func(s *oracle.Spec, _ *oracle.Inputs) {
		if s.Weighting == oracle.StickBreaking {
			s.Weighting = oracle.Softmax
		}
	}},
	{name: "the denominator without its 1", caughtBy: "sums", before: func(s *oracle.Spec, _ *oracle.Inputs) {
		if s.Weighting == oracle.OffByOne {
			s.Weighting = oracle.Softmax
		}
	}},
	{name: "no 1 inside the chunks", caughtBy: "one operator", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.OffByOne = false }},
	{name: "one pick too few", caughtBy: "picks", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.TopK = max(1, s.TopK-1) }},
	{name: "one pick too few", caughtBy: "generated shapes", before: func(s *oracle.Spec, _ *oracle.Inputs) { s.TopK = max(1, s.TopK-1) }},
	{name: "K taken as a bound where there is none", caughtBy: "K beyond", before: func(s *oracle.Spec, _ *oracle.Inputs) {
		if s.TopK == 0 {
			s.TopK = s.Chunks - 1
		}
	}},
	{name: "oldest first", caughtBy: "picks", after: func(s oracle.Spec, r *oracle.Result, _ *oracle.Gradients) { slices.Reverse(r.Picks) }},
	{name: "positions in the chunks", caughtBy: "order inside", before: func(s *oracle.Spec, in *oracle.Inputs) {
		in.K = slices.Clone(in.K)
		for i := range in.K {
			in.K[i] += 0.1 * float64(i/(s.MemoryHeads*s.HeadDim)%s.Chunk)
		}
	}},
	{name: "values half as large again", caughtBy: "values shifted", before: func(_ *oracle.Spec, in *oracle.Inputs) {
		in.V = slices.Clone(in.V)
		for i := range in.V {
			in.V[i] *= 1.5
		}
	}},
	{name: "NaN where nothing is visible", caughtBy: "nothing visible", after: func(s oracle.Spec, r *oracle.Result, _ *oracle.Gradients) {
		if s.First == 0 {
			r.Out[0] = math.NaN()
		}
	}},
	{name: "a gradient for all chunks", caughtBy: "no gradient", after: func(_ oracle.Spec, _ *oracle.Result, g *oracle.Gradients) {
		for i := range g.K {
			g.K[i] += 1e-12
		}
	}},
	{name: "a gradient 1 in 1000 too large", caughtBy: "generated shapes", after: func(_ oracle.Spec, _ *oracle.Result, g *oracle.Gradients) {
		for i := range g.Landmarks {
			g.Landmarks[i] *= 1.001
		}
	}},
	{name: "noise", caughtBy: "repeated", after: func(_ oracle.Spec, r *oracle.Result, _ *oracle.Gradients) {
		r.Out[len(r.Out)-1] += 1e-9 * rand.Float64()
	}},
	{name: "gradients in another order", caughtBy: "repeated", after: func(_ oracle.Spec, _ *oracle.Result, g *oracle.Gradients) {
		g.V[0] += 1e-9 * rand.Float64()
	}},
	{name: "inputs scaled in place", caughtBy: "inputs", before: func(_ *oracle.Spec, in *oracle.Inputs) { in.Q[0] *= 2 }},
}

// TestFaultsAreCaught is the negative control of the suite: each fault is found by the check that is there for it.
func TestFaultsAreCaught(t *testing.T) {
	for _, f := range faults {
		t.Run(fmt.Sprintf("%s/%s", f.name, f.caughtBy), func(t *testing.T) {
			op := func(s oracle.Spec) (hsatest.Operator, error) {
				return faulty{Operator: oracle.Operator{Spec: s}, before: f.before, after: f.after}, s.Validate()
			}
			check := named(t, hsatest.OperatorChecks(op, options), f.caughtBy)
			if check.Do().Failure() == nil {
				t.Error("the check passes")
			}
		})
	}
}

// TestUnordered: where gradients come in no fixed order, their rounding may differ between runs; nothing more may.
func TestUnordered(t *testing.T) {
	o := options
	o.Unordered = true
	for size, passes := range map[float64]bool{1e-7: true, 1e-2: false} {
		op := func(s oracle.Spec) (hsatest.Operator, error) {
			return faulty{Operator: oracle.Operator{Spec: s}, after: func(_ oracle.Spec, _ *oracle.Result, g *oracle.Gradients) {
				g.V[0] += size * (1 + rand.Float64())
			}}, s.Validate()
		}
		if err := named(t, hsatest.OperatorChecks(op, o), "repeated").Do().Failure(); (err == nil) != passes {
			t.Errorf("gradients that differ by %g: %v", size, err)
		}
	}
}

// careless takes whatever it is given.
type careless struct{ oracle.Spec }

func (careless) Run(oracle.Inputs, []float64) (oracle.Result, oracle.Gradients, error) {
	return oracle.Result{}, oracle.Gradients{}, nil
}

func TestCarelessnessIsCaught(t *testing.T) {
	checks := hsatest.OperatorChecks(func(s oracle.Spec) (hsatest.Operator, error) { return careless{s}, nil }, options)
	if named(t, checks, "refused").Do().Failure() == nil {
		t.Error("sizes that do not fit may be taken")
	}
	err := hsatest.Failures(checks)
	if err == nil || !strings.Contains(err.Error(), "panic") && !strings.Contains(err.Error(), "want") {
		t.Errorf("an operator that computes nothing fails with %v", err)
	}
}

func named(t *testing.T, checks []hsatest.Check, part string) hsatest.Check {
	t.Helper()
	i := slices.IndexFunc(checks, func(c hsatest.Check) bool { return strings.Contains(c.Name, part) })
	if i < 0 {
		t.Fatalf("no check has %q in its name", part)
	}
	return checks[i]
}

func ExampleTestOperator() {
	wrong := func(s oracle.Spec) (hsatest.Operator, error) {
		s.NewerWinsTies = true
		return oracle.Operator{Spec: s}, s.Validate()
	}
	checks := hsatest.OperatorChecks(wrong, hsatest.Options{Limit: 1e-12})
	for _, c := range checks {
		if err := c.Do().Failure(); err != nil {
			fmt.Println(c.Name)
		}
	}
	fmt.Println("the definition itself:", hsatest.TestOperator(hsatest.Oracle, hsatest.Options{Limit: 1e-5, Shapes: 20}))
	// Output:
	// ties: the older chunk wins
	// the definition itself: <nil>
}
