package hsatest

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// ReachChecks are the checks of a model in which nothing is retrieved (its chunks are longer than the text): an output
// depends on reach earlier tokens and on no more, in value and, where m is Differentiable, in gradient. A needle farther
// away is reachable through retrieval only (paper.md 10.5.4).
func ReachChecks(m Model, f Facts, reach int, o Options) []Check {
	s := reachSuite{textSuite{m: m, Facts: f, Options: o}, reach}
	checks := []Check{{Name: "beyond the windows: logits bit-identical", run: func() (float64, error) { return 0, s.values() }}}
	if d, ok := m.(Differentiable); ok {
		checks = append(checks, Check{Name: "beyond the windows: gradient exactly 0", run: func() (float64, error) { return 0, s.gradients(d) }})
	}
	return checks
}

type reachSuite struct {
	textSuite
	reach int
}

func (s reachSuite) values() error {
	tokens := s.text(s.reach + 3)
	end := len(tokens) - 1
	want, err := s.logits(tokens)
	if err != nil {
		return err
	}
	for back, changes := range map[int]bool{s.reach: true, s.reach + 1: false, s.reach + 2: false} {
		changed := slices.Clone(tokens)
		changed[end-back] = (changed[end-back] + 1) % int32(s.Vocab)
		got, err := s.logits(changed)
		if err != nil {
			return err
		}
		if moved := firstBit(want[end*s.Vocab:], got[end*s.Vocab:]) >= 0; moved != changes {
			return fmt.Errorf("the reach is %d; a change %d tokens back moves the last logits: %v", s.reach, back, moved)
		}
	}
	return nil
}

func (s reachSuite) gradients(d Differentiable) error {
	tokens := s.text(s.reach + 3)
	end := len(tokens) - 1
	grad, err := d.TokenGradient(tokens, end, 0)
	if err != nil {
		return err
	}
	if len(grad) == 0 || len(grad)%len(tokens) != 0 {
		return fmt.Errorf("a gradient of %d numbers for %d tokens", len(grad), len(tokens))
	}
	width := len(grad) / len(tokens)
	if i := slices.IndexFunc(grad, func(v float32) bool { return math.IsNaN(float64(v)) }); i >= 0 {
		return fmt.Errorf("the gradient of token %d is NaN", i/width)
	}
	near := (end - s.reach) * width
	if i := slices.IndexFunc(grad[:near], func(v float32) bool { return v != 0 }); i >= 0 {
		return fmt.Errorf("token %d, %d back and out of reach, has a gradient of %v", i/width, end-i/width, grad[i])
	}
	if slices.IndexFunc(grad[near:near+width], func(v float32) bool { return v != 0 }) < 0 {
		return errors.New("the token at the reach has no gradient: the reach is shorter")
	}
	return nil
}
