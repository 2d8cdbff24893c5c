package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// weigher turns scores into chunk weights (Eq. 1): scores and picked [N T C], picked 1 or 0. The weights are 0 where
// nothing was picked, and 0 everywhere for a token that sees no chunk.
type weigher interface {
	weigh(scores, picked *Node) *Node
}

// weigher is the one that Weighting names; name is the retrieval's, whose rank decay it reads.
func (b *builder) weigher(name string) weigher {
	switch b.cfg.Weighting {
	case WeightStickBreaking:
		return stickBreaking{}
	case WeightNSA:
		return unweighted{}
	}
	w := softmaxWeights{offByOne: b.cfg.Weighting == WeightOffByOne}
	if b.cfg.RankDecay {
		w.rankDecay = b.p[name+".rank_decay"]
	}
	return w
}

// chunkWeights weighs the picked chunks as the config says: [N T C].
func (b *builder) chunkWeights(scores, picked *Node, name string) *Node {
	return b.weigher(name).weigh(scores, picked)
}

// stickBreaking visits the picked chunks newest first (Eq. 1c): w_k = σ(s_k) Π_{newer j} (1 - σ(s_j)).
type stickBreaking struct{}

func (stickBreaking) weigh(scores, picked *Node) *Node {
	// log w = log σ(s) - Σ softplus(s of newer picks); s stays out of the sum, where a large one would cost digits.
	taken := softplus(scores)
	newer := matmulConst(Mul(taken, picked), after(scores.Shape().Dimensions[2]))
	return Mul(Exp(Mul(Sub(Sub(scores, taken), newer), picked)), picked)
}

// softmaxWeights is softmax over the picked chunks (Eq. 1b); off by one, 1 is added to its denominator. With a rank
// decay [1], that times the number of newer picks is added to each score first.
type softmaxWeights struct {
	rankDecay *Node
	offByOne  bool
}

func (w softmaxWeights) weigh(scores, picked *Node) *Node {
	if w.rankDecay != nil {
		newer := matmulConst(picked, after(picked.Shape().Dimensions[2]))
		scores = Add(scores, Mul(newer, Reshape(w.rankDecay, 1, 1, 1)))
	}
	return pickedSoftmax(scores, picked, w.offByOne)
}

// unweighted gives every picked chunk 1 (Eq. 1a): byMass shares out what one softmax over all their tokens does.
type unweighted struct{}

func (unweighted) weigh(_, picked *Node) *Node { return picked }

// pickedSoftmax is softmax over the entries of the last axis where picked is 1, and 0 at the others.
func pickedSoftmax(x, picked *Node, offByOne bool) *Node {
	x = Add(x, MulScalar(AddScalar(picked, -1), -masked))
	return Mul(softmaxPlus(x, offByOne), picked)
}

// sharing says how probability is shared out among the tokens of the picked chunks.
type sharing interface {
	// inside is the softmax over the tokens of each chunk: logits [M S].
	inside(logits *Node) *Node
	// across is what is made of the chunk weights [M 1 K] for each query head of a memory head: [M G K], or [M 1 K] where
	// it is the same for all. mass is the log of the attention mass Σ_j exp(logit_j) of each chunk [M G K].
	across(weights *Node, mass func() *Node) *Node
}

// sharing is the one that Weighting and OffByOne name.
func (c Config) sharing() sharing {
	if c.Weighting == WeightNSA {
		return byMass{offByOne: c.OffByOne}
	}
	return byWeight{offByOne: c.OffByOne}
}

// byWeight is one softmax a chunk, times the chunk weight (Eq. 2); off by one, 1 is added to every denominator.
type byWeight struct{ offByOne bool }

func (s byWeight) inside(logits *Node) *Node { return softmaxPlus(logits, s.offByOne) }

func (byWeight) across(weights *Node, _ func() *Node) *Node { return weights }

// byMass is one softmax over the tokens of all picked chunks (Eq. 1a), computed as softmax inside each chunk times
// softmax of the masses of the chunks; off by one, 1 is added once, to the denominator they share.
type byMass struct{ offByOne bool }

func (byMass) inside(logits *Node) *Node { return softmax(logits) }

func (s byMass) across(picked *Node, mass func() *Node) *Node {
	m := mass()
	return pickedSoftmax(m, BroadcastToDims(picked, m.Shape().Dimensions...), s.offByOne)
}
