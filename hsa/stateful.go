package hsa

import (
	"fmt"
	"math"
)

// An upper half with states of its own, those of a state space, cannot start in the middle of a text. It then reads
// every token, behind the lower half by MaxTail tokens or a little more, so that tails are still to come.

// followUpper has such an upper half read what lies behind the last MaxTail tokens, in whole pieces.
func (s *Stream) followUpper() error {
	if !s.model.cfg.statefulUpper() {
		return nil
	}
	s.wakeUpper()
	step := upperPieces[0]
	if to := (s.read - s.middle.maxTail) / step * step; to > s.upper.at {
		if err := s.upper.run(to, s.newUpperRun(s.model.cfg.TestTopK(), math.MaxInt, nil)); err != nil {
			return err
		}
	}
	s.middle.drop(s.upper.at)
	return nil
}

// tailUpper is an upper half that can run over the n tokens before position end, and is thrown away after.
func (s *Stream) tailUpper(end, n, topK int) (*upperHalf, error) {
	cfg := s.model.cfg
	if !cfg.statefulUpper() {
		return s.newUpperHalf(s.tailStart(end, n)), nil
	}
	if k := cfg.TestTopK(); topK != k {
		return nil, fmt.Errorf("stream: a TopK of %d where the text was read with %d, and the states of the upper half depend on it: read it with a model of that K, With(SetTopK(%d))", topK, k, topK)
	}
	s.wakeUpper()
	if s.upper.at > end-n {
		return nil, fmt.Errorf("stream: a tail of %d tokens reaches behind those that Next has read, and the states of the upper half have gone on", n)
	}
	return s.upper.fork(), nil
}
