package recall

import "iter"

// place is where a needle can lie: tokens [start, end) of the context, a needle and what fills it up.
type place struct {
	start, end int
	across     bool // the needle lies across a chunk boundary, its value first in the chunk
}

// room counts the places of a context.
type room struct {
	inside, across int // not across a boundary by design, and across one
}

// slot is the number of tokens of a place inside: `key value`, or `a b value noise`.
func (c Config) slot() int {
	if c.KeySymbols == 2 {
		return 4
	}
	return 2
}

// room is how many places a context has.
func (c Config) room(context int) room {
	if c.Straddle == 0 {
		return room{inside: max(0, context-c.Offset) / c.slot()}
	}
	r := room{across: max(0, context-1) / c.Chunk}
	if r.across == 0 {
		return room{inside: max(0, context) / c.slot()}
	}
	first, between := c.Chunk-c.KeySymbols, c.Chunk-c.needle()
	last := context - r.across*c.Chunk - 1
	r.inside = first/c.slot() + (r.across-1)*(between/c.slot()) + last/c.slot()
	return r
}

// places walks over the places of a context. Between them, and around, there is noise.
func (c Config) places(context int) iter.Seq[place] {
	if c.Straddle == 0 {
		return func(yield func(place) bool) { c.slots(c.Offset, context, yield) }
	}
	return func(yield func(place) bool) {
		from := 0
		for value := c.Chunk; value < context; value += c.Chunk {
			start := value - c.KeySymbols
			if !c.slots(from, start, yield) || !yield(place{start, value + 1, true}) {
				return
			}
			from = value + 1
		}
		c.slots(from, context, yield)
	}
}

// slots walks over the slots that fit between two tokens and reports whether the walk goes on.
func (c Config) slots(from, to int, yield func(place) bool) bool {
	slot := c.slot()
	for ; from+slot <= to; from += slot {
		if !yield(place{start: from, end: from + slot}) {
			return false
		}
	}
	return true
}
