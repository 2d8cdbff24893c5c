package eval

import (
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// maxPicks is how many picks a row shows; more are left out.
const maxPicks = 16

// retrieval adds how the gold chunks were retrieved: by the last layer on the last hop, and by every layer on every hop
// where there are several. Of an answer of several tokens each must pick its own gold chunk, the worst rank counts and the
// mean weight; of several heads the best.
func (e *evaluation) retrieval(row *results.Row, p probed, tail *hsa.Tail, q question) {
	chunk := e.trained.Config().Chunk
	first, hops := -1, 0
	for i, token := range q.tokens {
		steps := goldSteps(token, chunk)
		if len(steps) > 0 && first < 0 {
			first, row.GoldChunk, row.Depth = i, steps[len(steps)-1], rounded(max(0, p.Depth(token)))
		}
		hops = max(hops, len(steps))
	}
	if first < 0 || len(tail.Groups) == 0 {
		return
	}
	layers := e.layers(tail, q.tokens, hops)
	last := layers[len(layers)-1]
	row.Rank, row.GoldWeight, row.Hit = last.Rank, last.Weight, last.Hit
	g := tail.Groups[len(tail.Groups)-1]
	if at := q.tokens[first].Position - tail.First; len(q.tokens) == 1 && g.Heads == 1 && len(g.Picks[at]) <= maxPicks {
		row.Picked = g.Picks[at]
	}
	if len(layers) > 1 && last.Rank > 0 {
		row.Layers = slices.DeleteFunc(layers, func(r results.Retrieval) bool { return r.Rank == 0 })
	}
}

// layers are the retrievals of every layer on every hop.
func (e *evaluation) layers(tail *hsa.Tail, tokens []data.Query, hops int) []results.Retrieval {
	var list []results.Retrieval
	for layer := range tail.Groups {
		for hop := range hops {
			r := results.Retrieval{Layer: layer, Hop: hop, Hit: true}
			weight, n := 0.0, 0
			for _, token := range tokens {
				steps := goldSteps(token, e.trained.Config().Chunk)
				at := token.Position - tail.First
				if hop >= len(steps) || at >= tail.Len {
					continue
				}
				one := retrieved(tail, layer, at, steps[hop])
				if n++; n == 1 {
					r.Gold = steps[hop]
				}
				weight += one.Weight
				r.Hit, r.Rank = r.Hit && one.Hit, max(r.Rank, one.Rank)
			}
			r.Weight = rounded(weight / float64(max(n, 1)))
			list = append(list, r)
		}
	}
	return list
}

// retrieved is how the heads of one layer retrieved a chunk for one token: picked by any, the best rank, the mean weight.
// The rank of a chunk that the token does not see is 0.
func retrieved(tail *hsa.Tail, layer, token, chunk int) results.Retrieval {
	g := tail.Groups[layer]
	r := results.Retrieval{Layer: layer, Gold: chunk}
	for head := range g.Heads {
		at := tail.Row(head, token)
		weight, hit := g.Weight(at, chunk)
		r.Weight += float64(weight) / float64(g.Heads)
		r.Hit = r.Hit || hit
		if rank := g.Rank(at, chunk) + 1; head == 0 || rank < r.Rank {
			r.Rank = rank
		}
	}
	return r
}
