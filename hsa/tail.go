package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// TailOptions says how Tail retrieves.
type TailOptions struct {
	TopK      int  // chunks a token picks; 0 takes the config's, and AllChunks picks every visible chunk
	AllScores bool // keep the score of every visible chunk: T·C numbers a group
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
	u := s.newUpper(n)
	for g := range s.model.cfg.Groups {
		if err := u.group(g, o); err != nil {
			return nil, err
		}
	}
	return u.finish(n)
}

// upper is one run of the upper half over rows tokens, the first at position first; x holds padded rows.
type upper struct {
	s                   *Stream
	rows, padded, first int
	x                   []float32 // [padded dim]
	groups              []TailGroup
}

func (s *Stream) newUpper(n int) *upper {
	cfg := s.model.cfg
	rows := s.read - cfg.tailStart(s.read, n)
	u := &upper{s: s, rows: rows, padded: bucket(rows, 16), first: s.read - rows}
	u.x = make([]float32, u.padded*cfg.Dim)
	copy(u.x, s.middle[len(s.middle)-rows*cfg.Dim:])
	return u
}

// group runs one group of the upper half over x.
func (u *upper) group(g int, o TailOptions) error {
	cfg := u.s.model.cfg
	visible := min(cfg.Visible(u.first+u.rows-1), u.s.memory.chunks)
	switch {
	case visible == 0:
		return u.blind(g)
	case o.TopK == AllChunks:
		return u.everyChunk(g, visible, o)
	}
	picks, err := u.pick(g, visible, o)
	if err != nil {
		return err
	}
	return u.picked(g, picks)
}

// blind runs a group for which no chunk is visible yet.
func (u *upper) blind(g int) error {
	name := fmt.Sprintf("groups.%d", g)
	out, err := u.run(name+"/blind", func(b *builder, in []*Node) []*Node {
		var acts groupActivations
		return b.upperGroup(in[0], name, &acts, nil)
	})
	if err != nil {
		return err
	}
	empty := newPicks(u.s.model.cfg.RetrievalHeads(), u.rows)
	return u.keep(g, out, empty, nil)
}

// upperGroup is one group on x [1 T dim]; it returns the stream after it and what is traced.
func (b *builder) upperGroup(x *Node, name string, acts *groupActivations, attend func(q *Node) *Node) []*Node {
	x = b.hsaLayer(x, name+".hsa", acts, attend)
	norms := b.branchNorms(acts)
	for i := range b.cfg.UpperLayers / b.cfg.Groups {
		x = b.backboneLayer(x, fmt.Sprintf("%s.layers.%d", name, i))
	}
	return []*Node{x, norms}
}

// branchNorms is [T 4]: norms of input, retrieved, MLP and output.
func (b *builder) branchNorms(acts *groupActivations) *Node {
	retrieved := acts.out
	if retrieved == nil {
		retrieved = ZerosLike(acts.input)
	}
	var columns []*Node
	for _, part := range []*Node{acts.input, retrieved, acts.mlp, acts.stream} {
		columns = append(columns, Reshape(Sqrt(ReduceSum(Square(part), 2)), -1, 1))
	}
	return Concatenate(columns, 1)
}

// picked runs a group over the chunks that the host picked.
func (u *upper) picked(g int, p *pickSet) error {
	cfg := u.s.model.cfg
	name := fmt.Sprintf("groups.%d", g)
	k, v := p.gather(&u.s.memory, cfg, u.padded)
	kv, size := cfg.MemoryKVHeads, cfg.HeadDim()
	scores, marks := p.slots(u.padded)
	heads := cfg.RetrievalHeads()
	out, err := u.run(fmt.Sprintf("%s/picked/%d", name, p.k), func(b *builder, in []*Node) []*Node {
		acts := groupActivations{}
		acts.weights = b.chunkWeights(in[1], in[2], name+".retrieval")
		weights := b.toMemoryHeads(acts.weights, 1)
		res := b.upperGroup(in[0], name, &acts, func(q *Node) *Node {
			return attendGather(b.rotateFar(q, farOf(in, 5)), in[3], in[4], weights, b.cfg.sharing())
		})
		return append(res, acts.weights)
	}, cfg.farInput([]*tensors.Tensor{
		tensors.FromFlatDataAndDimensions(scores, heads, u.padded, p.k),
		tensors.FromFlatDataAndDimensions(marks, heads, u.padded, p.k),
		tensors.FromFlatDataAndDimensions(k, kv, u.padded, p.k, cfg.Chunk, size),
		tensors.FromFlatDataAndDimensions(v, kv, u.padded, p.k, cfg.Chunk, size),
	}, u.first, u.padded)...)
	if err != nil {
		return err
	}
	weights, err := tensors.CopyFlatData[float32](out[2])
	if err != nil {
		return err
	}
	return u.keep(g, out, p, weights)
}

// run executes a graph whose first input is x.
func (u *upper) run(name string, build func(*builder, []*Node) []*Node, args ...*tensors.Tensor) ([]*tensors.Tensor, error) {
	x := tensors.FromFlatDataAndDimensions(u.x, 1, u.padded, u.s.model.cfg.Dim)
	return u.s.model.run(name, build, append([]*tensors.Tensor{x}, args...)...)
}

// keep stores the stream after a group, and the trace of its real rows.
func (u *upper) keep(g int, out []*tensors.Tensor, p *pickSet, weights []float32) error {
	var err error
	if u.x, err = tensors.CopyFlatData[float32](out[0]); err != nil {
		return err
	}
	norms, err := tensors.CopyFlatData[float32](out[1])
	if err != nil {
		return err
	}
	group := p.trace(weights, u.padded)
	for i := range u.rows {
		n := norms[4*i:]
		group.Branches = append(group.Branches, BranchNorms{Input: n[0], Retrieved: n[1], MLP: n[2], Output: n[3]})
	}
	u.groups = append(u.groups, group)
	for _, t := range out {
		t.FinalizeAll()
	}
	return nil
}

// finish projects the last n rows to logits and cuts the trace to them.
func (u *upper) finish(n int) (*Tail, error) {
	cfg := u.s.model.cfg
	out, err := u.run("head", func(b *builder, in []*Node) []*Node {
		return []*Node{b.logits(b.rmsNorm(in[0], "final_norm", b.cfg.EpsFinal))}
	})
	if err != nil {
		return nil, err
	}
	logits, err := tensors.CopyFlatData[float32](out[0])
	if err != nil {
		return nil, err
	}
	from := u.rows - n
	t := &Tail{First: u.s.read - n, Len: n, Vocab: cfg.Vocab, Logits: logits[from*cfg.Vocab : u.rows*cfg.Vocab]}
	for _, g := range u.groups {
		t.Groups = append(t.Groups, g.last(n, u.rows))
	}
	return t, nil
}

// last keeps the last n of rows tokens of every head.
func (g TailGroup) last(n, rows int) TailGroup {
	cut := TailGroup{Heads: g.Heads, Branches: g.Branches[rows-n:]}
	for h := range g.Heads {
		from, to := h*rows+rows-n, (h+1)*rows
		cut.Picks = append(cut.Picks, g.Picks[from:to]...)
		cut.Weights = append(cut.Weights, g.Weights[from:to]...)
		cut.Scores = append(cut.Scores, g.Scores[from:to]...)
		if g.AllScores != nil {
			cut.AllScores = append(cut.AllScores, g.AllScores[from:to]...)
		}
	}
	return cut
}
