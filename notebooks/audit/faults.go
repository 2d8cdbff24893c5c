package audit

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// A fault is an operator that is wrong in one way.
type fault struct {
	what   string
	spec   func(s *oracle.Spec)                        // changes what is computed; nil for nothing
	result func(r *oracle.Result, g *oracle.Gradients) // changes what has been computed; nil for nothing
}

var faults = []fault{
	{what: "one chunk fewer is picked", spec: func(s *oracle.Spec) { s.TopK = max(1, s.TopK-1) }},
	{what: "softmax in the place of stick-breaking", spec: func(s *oracle.Spec) {
		if s.Weighting == oracle.StickBreaking {
			s.Weighting = oracle.Softmax
		}
	}},
	{what: "of equal scores the other chunk is picked", spec: func(s *oracle.Spec) { s.NewerWinsTies = !s.NewerWinsTies }},
	{what: "a token's output has a ten-thousandth of the next one's", result: func(r *oracle.Result, _ *oracle.Gradients) {
		for i := range len(r.Out) - 1 {
			r.Out[i] += 1e-4 * r.Out[i+1]
		}
	}},
	{what: "the gradient of the values is one in a thousand too large", result: func(_ *oracle.Result, g *oracle.Gradients) {
		for i := range g.V {
			g.V[i] *= 1.001
		}
	}},
	{what: "the landmarks get no gradient", result: func(_ *oracle.Result, g *oracle.Gradients) { clear(g.Landmarks) }},
}

// operator makes the wrong operator.
func (f fault) operator(s oracle.Spec) (hsatest.Operator, error) {
	if f.spec != nil {
		f.spec(&s)
	}
	return faulty{oracle.Operator{Spec: s}, f.result}, s.Validate()
}

type faulty struct {
	oracle.Operator
	change func(*oracle.Result, *oracle.Gradients)
}

// Run runs the right operator and spoils what it gave.
func (o faulty) Run(in oracle.Inputs, dout []float64) (oracle.Result, oracle.Gradients, error) {
	r, g, err := o.Operator.Run(in, dout)
	if err == nil && o.change != nil {
		o.change(&r, &g)
	}
	return r, g, err
}

// Faults plants faults in the operator, runs the checks of the suite on each, and shows which of them catch it.
func Faults() {
	o := hsatest.Options{Limit: limit, Shapes: 40, Seed: 1, Effort: hsatest.Quick}
	t := viz.Table{Title: "Faults planted, and who catches them", Corner: "fault", Prose: true, Columns: []string{"checks that fail", "the first of them"}, Groups: []viz.Group{{}}}
	missed := 0
	for _, f := range faults {
		caught := f.caught(o)
		first := "none"
		if len(caught) > 0 {
			first = caught[0]
		} else {
			missed++
		}
		row := viz.Row{Label: f.what, Cells: []viz.Cell{{Text: fmt.Sprint(len(caught))}, {Text: first}}}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	show.Figures(t)
	show.Holds(fmt.Sprintf("each of the %d faults is caught", len(faults)), missed == 0)
	show.Holds("without a fault nothing is caught", len(fault{}.caught(o)) == 0)
}

// caught names the checks that fail.
func (f fault) caught(o hsatest.Options) []string {
	var names []string
	for _, c := range hsatest.OperatorChecks(f.operator, o) {
		if err := c.Do().Failure(); err != nil {
			name, _, _ := strings.Cut(c.Name, ":")
			names = append(names, name)
		}
	}
	return names
}
