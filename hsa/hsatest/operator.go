package hsatest

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// Operator is what the suite wants of an operator: oracle.Operator is one, hsa.NewOperator makes others. One with a
// method Close is closed after use.
type Operator interface {
	// Run computes the values and, where dout is not nil, the gradients of Σ out·dout. Gradients.Weights may be nil.
	Run(in oracle.Inputs, dout []float64) (oracle.Result, oracle.Gradients, error)
}

// NewOperator makes an operator of those sizes and switches.
type NewOperator func(oracle.Spec) (Operator, error)

// Oracle makes operators by their definition.
func Oracle(s oracle.Spec) (Operator, error) { return oracle.Operator{Spec: s}, s.Validate() }

// Run is what one run of an operator gave.
type Run struct {
	oracle.Result
	Grads oracle.Gradients
}

// run makes the operator, runs it once and closes it.
func (make NewOperator) run(p Problem) (Run, error) {
	op, err := make(p.Spec)
	if err != nil {
		return Run{}, err
	}
	if c, ok := op.(interface{ Close() }); ok {
		defer c.Close()
	}
	result, grads, err := op.Run(p.In, p.Dout)
	return Run{Result: result, Grads: grads}, err
}

// TestOperator runs the whole suite and returns what fails, nil if nothing.
func TestOperator(op NewOperator, o Options) error { return Failures(OperatorChecks(op, o)) }

// OperatorChecks are the checks of an operator.
func OperatorChecks(op NewOperator, o Options) []Check {
	s := operatorSuite{op: op, Options: o}
	within := func(name string, run func() (float64, error)) Check {
		return Check{Name: name, Limit: o.Limit, run: run}
	}
	exact := func(name string, run func() error) Check {
		return Check{Name: name, run: func() (float64, error) { return 0, run() }}
	}
	worked := max(o.Limit, 1e-6) // worked numbers are given to six decimals
	repeats := 0.0
	if o.Unordered {
		repeats = o.Limit
	}
	return []Check{
		{Name: "chunk weights, worked", Limit: worked, run: s.workedWeights},
		{Name: "one operator, worked", Limit: worked, run: s.workedExample},
		{Name: "picks, worked", Limit: worked, run: s.workedPicks},
		exact("visibility at chunk edges", s.visibility),
		exact("picks: distinct, newest first, visible", s.picks),
		exact("ties: the older chunk wins", s.ties),
		{Name: "nothing visible: exactly 0", run: s.nothingVisible},
		within("sums of chunk weights", s.sums),
		within("order inside a chunk is free", s.orderInsideChunk),
		within("values shifted by a constant", s.shiftedValues),
		within("K beyond what is visible = all", s.everyChunk),
		exact("causality", s.causality),
		exact("chunks that are not picked: no gradient", s.unpicked),
		{Name: "repeated runs are identical", Limit: repeats, run: s.repeated},
		exact("inputs are left as they are", s.inputsKept),
		exact("sizes that do not fit are refused", s.refusals),
		within(fmt.Sprintf("%d generated shapes against the definition", o.Shapes), s.agreement),
	}
}

type operatorSuite struct {
	op NewOperator
	Options
}

// plain is an operator with grouped heads and a choice to make, its text read from the start.
func (s operatorSuite) plain(change func(*oracle.Spec)) Problem {
	spec := oracle.Spec{Batch: 2, Length: 23, Chunks: 5, Chunk: 4, Heads: 4, MemoryHeads: 2, RetrievalHeads: 2, HeadDim: 3,
		RetrievalDim: 4, TopK: 2, TokensPerRetrieval: 1, Weighting: oracle.StickBreaking}
	change(&spec)
	return Fill(spec, NormalScores, s.Seed)
}

func unchanged(*oracle.Spec) {}
