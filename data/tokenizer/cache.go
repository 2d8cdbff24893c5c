package tokenizer

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
)

const (
	cacheSlots = 1 << 16 // pieces remembered, at most
	cachePiece = 32      // longest piece remembered, in bytes
)

// cache remembers the tokens of pieces: words come back. Each piece has one slot, which the last one to come takes,
// so that memory is bounded and no reader waits.
type cache struct {
	seed  maphash.Seed
	slots []atomic.Pointer[cached]
}

type cached struct {
	piece  string
	tokens []token
}

func newCache() *cache {
	return &cache{maphash.MakeSeed(), make([]atomic.Pointer[cached], cacheSlots)}
}

// tokens are the tokens of a piece, from memory or from the merger. They must not be changed.
func (c *cache) tokens(g *merger, scratch []token, piece string) (tokens, newScratch []token) {
	if len(piece) > cachePiece {
		scratch = g.encode(scratch[:0], piece)
		return scratch, scratch
	}
	slot := &c.slots[maphash.String(c.seed, piece)%cacheSlots]
	if known := slot.Load(); known != nil && known.piece == piece {
		return known.tokens, scratch
	}
	tokens = g.encode(nil, piece)
	slot.Store(&cached{strings.Clone(piece), tokens})
	return tokens, scratch
}
