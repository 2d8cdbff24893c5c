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
	if o.TopK < AllChunks {
		return nil, fmt.Errorf("stream: a TopK of %d; want a number of chunks, 0 for the config's or AllChunks", o.TopK)
	}
	if o.TopK == 0 {
		o.TopK = s.model.cfg.TestTopK()
	}
	t := newTail(s.model.cfg, s.read-n, n, o)
	run := s.newUpperRun(o.TopK, s.read-n, t)
	run.all = run.all || o.AllScores
	run.part = o.Trace | TraceWeights
	u, err := s.tailUpper(n, o.TopK)
	if err != nil {
		return nil, err
	}
	defer u.free()
	if err := u.run(s.read, run); err != nil {
		return nil, err
	}
	return &t.Tail, nil
}

// tailStart is where the upper half starts for a tail of n tokens: where it must, or up to upperSlack tokens before, so
// that the number of tokens is round.
func (s *Stream) tailStart(n int) int {
	cfg := s.model.cfg
	start := cfg.tailStart(s.read, n)
	round := (s.read - start + upperSlack - 1) / upperSlack * upperSlack
	for _, size := range upperPieces {
		if size >= s.read-start && size < round {
			round = size
		}
	}
	block := cfg.TokensPerRetrieval
	early := (max(s.read-round, s.middle.first()) + block - 1) / block * block
	return min(start, early)
}
