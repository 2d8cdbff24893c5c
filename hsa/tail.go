package hsa

import "fmt"

// TailOptions says how Tail retrieves and what it reports.
type TailOptions struct {
	TopK      int        // chunks a token picks; 0 takes the config's (TestTopK), and AllChunks picks every visible chunk
	AllScores bool       // keep the score of every visible chunk: T·C numbers a group
	Trace     TraceParts // what else is reported of every retrieval
}

// AllChunks as a TopK picks every visible chunk.
const AllChunks = -1

// Tail runs the upper half over the last n tokens read, exactly (design: retrieval, HSA and upper windows need only
// the tokens asked for and UpperReach before them).
func (s *Stream) Tail(n int, o TailOptions) (*Tail, error) {
	if err := s.checkTail(n); err != nil {
		return nil, err
	}
	o, err := s.model.checkTopK(o)
	if err != nil {
		return nil, err
	}
	t, err := s.tailTo(s.read, n, o)
	if err != nil {
		return nil, err
	}
	return &t.Tail, nil
}

// checkTopK resolves the TopK of the options.
func (m *Model) checkTopK(o TailOptions) (TailOptions, error) {
	if o.TopK < AllChunks {
		return o, fmt.Errorf("stream: a TopK of %d; want a number of chunks, 0 for the config's or AllChunks", o.TopK)
	}
	if o.TopK == 0 {
		o.TopK = m.cfg.TestTopK()
	}
	return o, nil
}

// tailTo is the tail of the n tokens before position end.
func (s *Stream) tailTo(end, n int, o TailOptions) (*tailSink, error) {
	t := newTail(s.model.cfg, end-n, n, o)
	run := s.newUpperRun(o.TopK, end-n, t)
	run.all = run.all || o.AllScores
	run.part = o.Trace | TraceWeights
	u, err := s.tailUpper(end, n, o.TopK)
	if err != nil {
		return nil, err
	}
	defer u.free()
	return t, u.run(end, run)
}

// tailStart is where the upper half starts for the n tokens before position end: where it must, or some tokens before, so
// that the number of tokens is round.
func (s *Stream) tailStart(end, n int) int {
	cfg := s.model.cfg
	start := cfg.tailStart(end, n)
	round := (end - start + upperSlack - 1) / upperSlack * upperSlack
	for _, size := range upperPieces {
		if size >= end-start && size < round {
			round = size
		}
	}
	block := cfg.TokensPerRetrieval
	early := (max(end-round, s.middle.first()) + block - 1) / block * block
	return min(start, early)
}
