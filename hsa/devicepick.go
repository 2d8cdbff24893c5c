package hsa

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// scoreBlock is the number of chunks a block of the two-stage selection.
const scoreBlock = 128

func (d *deviceMemory) pick(r *retrieving, p *picks) error {
	most := 0
	for _, n := range r.visible {
		most = max(most, n)
	}
	onHost := r.all != nil || len(d.model.changes.masked)+len(d.model.changes.forced) > 0
	for i := 0; i*d.page < most; i++ {
		var err error
		if onHost {
			err = d.scorePage(r, p, i)
		} else {
			err = d.pickPage(r, p, i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// scorePage brings the scores of a page to the host.
func (d *deviceMemory) scorePage(r *retrieving, p *picks, i int) error {
	name := fmt.Sprintf("groups.%d.retrieval", r.group)
	scores, err := d.routine(graphKey{part: "scores", group: r.group}, func(b *builder, in []*Node) []*Node {
		return []*Node{b.chunkScores(in[0], in[1], name)}
	})
	if err != nil {
		return err
	}
	out, err := scores.call(r.queries, d.pages[i][0])
	if err != nil {
		return err
	}
	defer free(out...)
	flat, err := d.view.of(out[0])
	if err != nil {
		return err
	}
	scanPage(&d.model.changes, r, p, flat, scoredPage{first: i * d.page, size: d.page, stride: d.page + d.spare})
	return nil
}

// pickPage has the device pick the best chunks of a page, and offers them.
func (d *deviceMemory) pickPage(r *retrieving, p *picks, i int) error {
	k, name := p.k, fmt.Sprintf("groups.%d.retrieval", r.group)
	best, err := d.routine(graphKey{part: "best", group: r.group, k: k}, func(b *builder, in []*Node) []*Node {
		scores, chunks := bestChunks(b.chunkScores(in[0], in[1], name), in[2], k)
		return []*Node{scores, chunks}
	})
	if err != nil {
		return err
	}
	limits, err := d.limited(r.visible, i)
	if err != nil {
		return err
	}
	out, err := best.call(r.queries, d.pages[i][0], limits)
	if err != nil {
		return err
	}
	defer free(out...)
	scores, err := d.view.of(out[0])
	if err != nil {
		return err
	}
	return tensors.ConstFlatData(out[1], func(chunks []int32) {
		for row := range p.heads * p.tokens {
			for slot := row * k; slot < (row+1)*k; slot++ {
				if int(chunks[slot]) < d.limit[row%p.tokens] {
					p.offer(row, scores[slot:slot+1], i*d.page+int(chunks[slot]))
				}
			}
		}
	})
}

// limited is the number of chunks of page i that each token may see [T].
func (d *deviceMemory) limited(visible []int, i int) (*tensors.Tensor, error) {
	d.limit = d.limit[:0]
	for _, n := range visible {
		d.limit = append(d.limit, min(max(0, n-i*d.page), d.page))
	}
	s := d.limits[len(visible)]
	if s == nil {
		s = newSlot(func(flat []int32) {
			for t := range flat {
				flat[t] = int32(d.limit[t])
			}
		}, len(visible))
		d.limits[len(visible)] = s
	}
	return s.filled()
}

// bestChunks are the k best scores of each row, and their chunks: best first, of equal ones the older first. scores
// [N T C], of which the first limits[t] may be picked; both results [N T k]. What is picked beyond them has a chunk that
// lies beyond. It works in two stages: the k best chunks lie in the k blocks with the best maxima.
func bestChunks(scores, limits *Node, k int) (best, chunks *Node) {
	dims := scores.Shape().Dimensions
	n, tokens, c := dims[0], dims[1], dims[2]
	g := scores.Graph()
	index := Iota(g, shapes.Make(dtypes.Int32, dims...), 2)
	beyond := GreaterOrEqual(index, BroadcastToDims(Reshape(limits, 1, tokens, 1), dims...))
	scores = Where(beyond, filled(g, -math.MaxFloat32, dims...), scores)
	if c%scoreBlock != 0 || c/scoreBlock <= k {
		return takeBest(scores, index, k)
	}
	blocks := c / scoreBlock
	maxima := ReduceMax(Reshape(scores, n, tokens, blocks, scoreBlock), 3)
	_, chosen := takeBest(maxima, Iota(g, shapes.Make(dtypes.Int32, n, tokens, blocks), 2), k)
	row := Add(MulScalar(Iota(g, chosen.Shape(), 0), tokens), Iota(g, chosen.Shape(), 1))
	flat := Reshape(Add(MulScalar(row, blocks), chosen), n*tokens*k, 1)
	candidates := Gather(Reshape(scores, n*tokens*blocks, scoreBlock), flat)
	of := Gather(Reshape(index, n*tokens*blocks, scoreBlock), flat)
	return takeBest(Reshape(candidates, n, tokens, k*scoreBlock), Reshape(of, n, tokens, k*scoreBlock), k)
}

// takeBest takes the k largest of x [N T C], of equal ones those of the smaller index first: values and indices [N T k].
func takeBest(x, index *Node, k int) (values, indices *Node) {
	g := x.Graph()
	dims := x.Shape().Dimensions
	taken := filled(g, float32(math.Inf(-1)), dims...)
	none := filledInt(g, math.MaxInt32, dims...)
	var bests, at []*Node
	for range k {
		best := ReduceAndKeep(x, ReduceMax, 2)
		among := Where(Equal(x, BroadcastToDims(best, dims...)), index, none)
		first := ReduceAndKeep(among, ReduceMin, 2)
		x = Where(Equal(index, BroadcastToDims(first, dims...)), taken, x)
		bests, at = append(bests, best), append(at, first)
	}
	return Concatenate(bests, 2), Concatenate(at, 2)
}
