package hsa

// Next reads one token and returns the logits of the token after it [vocab], valid until the next call. What the text
// before was read by, Append or Next and in which pieces, changes neither the result nor the cost, but for the first
// call after an Append, which brings the upper half up to date with the last UpperReach tokens.
func (s *Stream) Next(token int32) ([]float32, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	s.last.token[0] = token
	if err := s.model.checkTokens(s.last.token[:]); err != nil {
		return nil, err
	}
	if s.failed = s.readPiece(s.last.token[:], s.encoder); s.failed != nil {
		return nil, s.failed
	}
	s.wakeUpper()
	s.failed = s.upper.run(s.read, s.newUpperRun(s.model.cfg.TestTopK(), s.read-1, &s.last))
	if s.middle.held {
		s.middle.drop(s.upper.at)
	}
	return s.last.values, s.failed
}

// wakeUpper has the upper half go on from where it stands, or start anew where that is too far back.
func (s *Stream) wakeUpper() {
	start := s.model.cfg.tailStart(s.read, 1)
	if s.upper != nil && (s.upper.at >= start || s.upper.at >= s.middle.first()) {
		return
	}
	if s.upper != nil {
		s.upper.free()
	}
	s.upper = s.newUpperHalf(start)
}

// lastLogits keeps the logits of the last token that was read.
type lastLogits struct {
	token  [1]int32
	vocab  int
	values []float32
}

func (l *lastLogits) retrieved(int, *upperRoom, [][]float32) {}

func (l *lastLogits) logits(_ int, flat []float32) {
	l.values = append(l.values[:0], flat[len(flat)-l.vocab:]...)
}
