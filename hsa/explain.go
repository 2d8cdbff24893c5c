package hsa

import "fmt"

// Explanation is one retrieval as a plain value: what one token scored, picked, weighted and read in one group.
type Explanation struct {
	Position int             `json:"position"` // of the token
	Group    int             `json:"group"`
	Chunk    int             `json:"chunk"`   // tokens a chunk
	Visible  int             `json:"visible"` // chunks that the token sees
	Heads    []ExplainedHead `json:"heads"`   // by retrieval head
	Branches BranchNorms     `json:"branches"`
	// Mass is the log attention mass of every visible chunk, by query head; only where it was asked for.
	Mass   [][]float32 `json:"mass,omitempty"`
	Logits []float32   `json:"logits"` // of the token after it [Vocab]
}

// ExplainedHead is the retrieval of one head.
type ExplainedHead struct {
	Scores []float32       `json:"scores"` // of every visible chunk, oldest first
	Picks  []ExplainedPick `json:"picks"`  // newest first
}

// ExplainedPick is one picked chunk.
type ExplainedPick struct {
	Chunk  int     `json:"chunk"`
	Score  float32 `json:"score"`
	Weight float32 `json:"weight"`
	// Inside is the attention over the tokens of the chunk, by query head that reads it [heads S].
	Inside [][]float32 `json:"inside"`
}

// ExplainOptions says how the token retrieves, and what is reported beyond the rest.
type ExplainOptions struct {
	TopK int  // as in TailOptions
	Mass bool // report the log attention mass; it copies the keys of all chunks out: for short texts
}

// Explain shows what the token at a position, one of the last MaxTail that were read, retrieved in one group.
func (s *Stream) Explain(position, group int, o ExplainOptions) (*Explanation, error) {
	if err := s.checkTail(s.read - position); err != nil {
		return nil, err
	}
	if group < 0 || group >= s.model.cfg.Groups {
		return nil, fmt.Errorf("stream: group %d; the model has %d", group, s.model.cfg.Groups)
	}
	options, err := s.model.checkTopK(TailOptions{TopK: o.TopK, AllScores: true, Trace: TraceBranches | TraceInside})
	if err != nil {
		return nil, err
	}
	if o.Mass {
		options.Trace |= TraceMass
	}
	t, err := s.tailTo(position+1, 1, options)
	if err != nil {
		return nil, err
	}
	return explanation(s.model.cfg, &t.Tail, group), nil
}

// explanation is that of a tail of one token.
func explanation(c Config, t *Tail, group int) *Explanation {
	g := t.Groups[group]
	e := &Explanation{
		Position: t.First, Group: group, Chunk: c.Chunk, Visible: len(g.AllScores[0]),
		Branches: g.Branches[0], Mass: g.Mass, Logits: t.Logits,
	}
	queries := c.Heads / g.Heads // query heads that read what a retrieval head picks
	for h := range g.Heads {
		head := ExplainedHead{Scores: g.AllScores[h]}
		for k, chunk := range g.Picks[h] {
			pick := ExplainedPick{Chunk: chunk, Score: g.Scores[h][k], Weight: g.Weights[h][k]}
			for i := h * queries; i < (h+1)*queries; i++ {
				pick.Inside = append(pick.Inside, g.Inside[i][k])
			}
			head.Picks = append(head.Picks, pick)
		}
		e.Heads = append(e.Heads, head)
	}
	return e
}
