package hsatest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// causality: what a chunk holds, or a token asks, reaches no earlier token: their outputs stay bit-identical.
func (s operatorSuite) causality() error {
	p := s.plain(func(spec *oracle.Spec) { spec.Batch, spec.TopK = 1, 4 })
	p.Dout = nil
	want, err := s.op.run(p)
	if err != nil {
		return err
	}
	for c := range p.Spec.Chunks {
		got, err := s.op.run(withChunk(p, c))
		if err != nil {
			return err
		}
		if err := s.onlyFrom((c+1)*p.Spec.Chunk, p.Spec, want, got); err != nil {
			return fmt.Errorf("chunk %d changes: %w", c, err)
		}
	}
	for _, t := range []int{0, 7, 8, 15, 21} {
		got, err := s.op.run(withToken(p, t))
		if err != nil {
			return err
		}
		if err := s.onlyFrom(t, p.Spec, want, got); t >= p.Spec.Chunk && err != nil || t < p.Spec.Chunk && !slices.Equal(want.Out, got.Out) {
			return fmt.Errorf("token %d asks otherwise: %w", t, err)
		}
	}
	return nil
}

// onlyFrom wants the same output before token t, bit for bit, and another from there on.
func (s operatorSuite) onlyFrom(t int, spec oracle.Spec, want, got Run) error {
	at := min(t*spec.Heads*spec.HeadDim, len(want.Out))
	if len(got.Out) != len(want.Out) {
		return fmt.Errorf("%d outputs, want %d", len(got.Out), len(want.Out))
	}
	for i := range at {
		if want.Out[i] != got.Out[i] {
			return fmt.Errorf("the output of token %d goes from %v to %v", i/spec.Heads/spec.HeadDim, want.Out[i], got.Out[i])
		}
	}
	if at < len(want.Out) && slices.Equal(want.Out[at:], got.Out[at:]) {
		return errors.New("no output changes")
	}
	return nil
}

// withChunk is p with another landmark, keys and values of chunk c, of text 0.
func withChunk(p Problem, c int) Problem {
	s := p.Spec
	change := func(x []float64, each int) []float64 {
		x = slices.Clone(x)
		for i := c * each; i < (c+1)*each; i++ {
			x[i] += 1.5
		}
		return x
	}
	memory := s.Chunk * s.MemoryHeads * s.HeadDim
	p.In.Landmarks = change(p.In.Landmarks, s.RetrievalHeads*s.RetrievalDim)
	p.In.K, p.In.V = change(p.In.K, memory), change(p.In.V, memory)
	return p
}

// withToken is p with other queries of token t, of text 0.
func withToken(p Problem, t int) Problem {
	s := p.Spec
	negate := func(x []float64, each int) []float64 {
		x = slices.Clone(x)
		for i := t * each; i < (t+1)*each; i++ {
			x[i] = -x[i]
		}
		return x
	}
	p.In.RetrievalQueries = negate(p.In.RetrievalQueries, s.RetrievalHeads*s.RetrievalDim)
	p.In.Q = negate(p.In.Q, s.Heads*s.HeadDim)
	return p
}

// unpicked: only the last token of text 0 is asked for its gradient; chunks that it did not pick get exactly none, those
// that it picked some.
func (s operatorSuite) unpicked() error {
	p := s.plain(func(spec *oracle.Spec) { spec.Batch, spec.RetrievalHeads, spec.MemoryHeads, spec.Heads = 1, 1, 1, 2 })
	width := p.Spec.Heads * p.Spec.HeadDim
	last := len(p.Dout) - width
	p.Dout = slices.Concat(make([]float64, last), p.Dout[last:])
	got, err := s.op.run(p)
	if err != nil {
		return err
	}
	slots := p.Spec.Slots()
	picks := got.Picks[len(got.Picks)-slots:]
	memory := p.Spec.Chunk * p.Spec.HeadDim
	for c := range p.Spec.Chunks {
		picked := slices.Contains(picks, c)
		for name, x := range map[string][]float64{
			"landmark": got.Grads.Landmarks[c*p.Spec.RetrievalDim : (c+1)*p.Spec.RetrievalDim],
			"keys":     got.Grads.K[c*memory : (c+1)*memory],
			"values":   got.Grads.V[c*memory : (c+1)*memory],
		} {
			if zero := largest(x) == 0; zero == picked || largest(x) != largest(x) {
				return fmt.Errorf("picks are %v; the gradient of the %s of chunk %d is %v", picks, name, c, x)
			}
		}
	}
	return nil
}

// repeated: the same operator run again, and another made in the same way, give the same bits; gradients only nearly so
// where Unordered.
func (s operatorSuite) repeated() (float64, error) {
	p := s.plain(unchanged)
	op, err := s.op(p.Spec)
	if err != nil {
		return 0, err
	}
	if c, ok := op.(interface{ Close() }); ok {
		defer c.Close()
	}
	var runs [3]Run
	for i := range 2 {
		if runs[i].Result, runs[i].Grads, err = op.Run(p.In, p.Dout); err != nil {
			return 0, err
		}
	}
	if runs[2], err = s.op.run(p); err != nil {
		return 0, err
	}
	worst := 0.0
	for i := 1; i < len(runs); i++ {
		if !reflect.DeepEqual(runs[0].Result, runs[i].Result) {
			return 0, fmt.Errorf("the values of run %d differ from those of the first", i)
		}
		d, err := Compare(p, runs[0], runs[i])
		if err != nil {
			return 0, err
		}
		worst = max(worst, d.Error)
	}
	return worst, nil
}

// inputsKept: a run writes to none of its inputs.
func (s operatorSuite) inputsKept() error {
	p, kept := s.plain(unchanged), s.plain(unchanged)
	if _, err := s.op.run(p); err != nil {
		return err
	}
	if !reflect.DeepEqual(p, kept) {
		return errors.New("the inputs are others after the run")
	}
	return nil
}

// refusals: an error and no result for tensors and sizes that do not fit.
func (s operatorSuite) refusals() error {
	for what, spoil := range map[string]func(*Problem){
		"a landmark too few":                      func(p *Problem) { p.In.Landmarks = p.In.Landmarks[1:] },
		"no keys":                                 func(p *Problem) { p.In.K = nil },
		"a dout too short":                        func(p *Problem) { p.Dout = p.Dout[1:] },
		"an empty batch":                          func(p *Problem) { p.Spec.Batch = 0 },
		"no tokens":                               func(p *Problem) { p.Spec.Length = 0 },
		"a negative K":                            func(p *Problem) { p.Spec.TopK = -1 },
		"a hidden window smaller than a chunk":    func(p *Problem) { p.Spec.HideWindow = p.Spec.Chunk - 1 },
		"heads that do not fit the memory heads":  func(p *Problem) { p.Spec.Heads = 3 },
		"a weighting that does not exist":         func(p *Problem) { p.Spec.Weighting = "mean" },
		"rank decay without softmax over chunks":  func(p *Problem) { p.Spec.RankDecay = true },
		"no tokens a retrieval":                   func(p *Problem) { p.Spec.TokensPerRetrieval = 0 },
		"a tail that begins in a retrieval block": func(p *Problem) { p.Spec.First, p.Spec.TokensPerRetrieval = 1, 2 },
	} {
		p := s.plain(unchanged)
		spoil(&p)
		if _, err := s.op.run(p); err == nil {
			return fmt.Errorf("%s is taken", what)
		}
	}
	return nil
}
