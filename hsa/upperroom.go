package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// upperRoom is what the pieces of one size work in.
type upperRoom struct {
	first, tokens, k int            // first position, T, slots a token
	x                *slot[float32] // [1 T dim]
	scores, marks    *slot[float32] // [Hr T K]
	rotation         *slot[float32] // of the queries, with far positions [2 T D]; or nil
	picks            picks          // in the gathered form
	all              [][]float32    // [Hr·T] every visible score, where it is kept
	retrieving       retrieving
	rows             []float32 // what x is filled with
	dense            bool
}

type roomKey struct {
	tokens, k int
	dense     bool
}

// room is that of the next n tokens.
func (u *upperHalf) room(n int, o upperRun) *upperRoom {
	key := roomKey{tokens: n, k: u.slots(n, o), dense: o.form == Dense}
	r := u.rooms[key]
	if r == nil {
		r = u.newRoom(key)
		u.rooms[key] = r
	}
	r.first = u.at
	r.rows = u.s.middle.rows(u.at, n)
	return r
}

func (u *upperHalf) newRoom(key roomKey) *upperRoom {
	cfg := u.s.model.cfg
	heads := cfg.RetrievalHeads()
	r := &upperRoom{tokens: key.tokens, k: key.k, dense: key.dense}
	r.retrieving.visible = make([]int, key.tokens)
	r.x = newSlot(func(flat []float32) { copy(flat, r.rows) }, 1, key.tokens, cfg.Dim)
	r.rotation = cfg.farSlot(key.tokens, func() int { return r.first })
	r.scores = newSlot(func(flat []float32) { r.fillScores(flat) }, heads, key.tokens, key.k)
	r.marks = newSlot(func(flat []float32) { u.fillMarks(flat, r) }, heads, key.tokens, key.k)
	return r
}

// slots is how many slots a token of the next n has: the picks, or in the dense form all chunks; fewer where no token
// can fill them.
func (u *upperHalf) slots(n int, o upperRun) int {
	size := u.powerOfTwo(u.at + n - 1)
	if o.form == Dense {
		return size
	}
	return min(size, o.topK)
}

// powerOfTwo is the number of chunks that the token at a position may see, rounded up so that few shapes occur.
func (u *upperHalf) powerOfTwo(position int) int {
	size := 1
	for size < u.visibleTo(position) {
		size *= 2
	}
	return size
}

// visibleTo is the number of chunks that the token at a position may see.
func (u *upperHalf) visibleTo(position int) int {
	return min(u.s.model.cfg.Visible(position), u.s.memory.len())
}

// retrieve scores the chunks for every token of a piece that does not share the retrieval of another, and picks.
func (u *upperHalf) retrieve(g int, x *tensors.Tensor, room *upperRoom, o upperRun) error {
	cfg := u.s.model.cfg
	heads := cfg.RetrievalHeads()
	slots := room.k
	if room.dense {
		slots = 0 // nothing is selected
	}
	room.picks.reset(heads, room.tokens, slots)
	r := &room.retrieving
	r.group = g
	most := 0
	for t := range r.visible {
		if r.visible[t] = 0; u.leads(room.first + t) {
			r.visible[t] = u.visibleTo(room.first + t)
		}
		most = max(most, r.visible[t])
	}
	room.all = u.roomForScores(r.visible, room, o)
	r.all = room.all
	if most > 0 {
		if err := u.score(g, x, r, &room.picks); err != nil {
			return err
		}
	}
	u.follow(u.leaders[g], room)
	return nil
}

// roomForScores has room for every score of the tokens whose scores are wanted, by themselves or by a token of their block;
// nil where there is none.
func (u *upperHalf) roomForScores(visible []int, room *upperRoom, o upperRun) [][]float32 {
	n := u.s.model.cfg.TokensPerRetrieval
	if !o.all || (!room.dense && room.first+room.tokens-1+n <= o.from) {
		return nil
	}
	all := make([][]float32, room.picks.heads*room.tokens)
	for row := range all {
		t := row % room.tokens
		if visible[t] > 0 && (room.dense || room.first+t+n > o.from) {
			all[row] = make([]float32, 0, visible[t])
		}
	}
	return all
}

// score runs the queries of a piece against the chunk memory.
func (u *upperHalf) score(g int, x *tensors.Tensor, r *retrieving, p *picks) error {
	key := graphKey{part: "queries", group: g}
	queries := u.graphs[key]
	if queries == nil {
		name := fmt.Sprintf("groups.%d.retrieval", g)
		var err error
		queries, err = u.s.model.routine(key, func(b *builder, in []*Node) []*Node {
			return []*Node{b.retrievalQueries(in[0], name)}
		})
		if err != nil {
			return err
		}
		u.graphs[key] = queries
	}
	u.args = append(u.args[:0], x)
	out, err := queries.call(u.args...)
	if err != nil {
		return err
	}
	defer free(out...)
	r.queries = out[0]
	if err := u.s.memory.pick(r, p); err != nil {
		return err
	}
	p.settle(u.s.model.changes.forced)
	p.sort()
	return nil
}

// leads reports whether the token at a position has a retrieval of its own.
func (u *upperHalf) leads(position int) bool { return position%u.s.model.cfg.TokensPerRetrieval == 0 }

// follow gives the tokens that share the retrieval of the first of their block what that one picked.
func (u *upperHalf) follow(before *leader, room *upperRoom) {
	n := u.s.model.cfg.TokensPerRetrieval
	if n == 1 {
		return
	}
	for h := range room.picks.heads {
		for t := range room.tokens {
			row, lead := h*room.tokens+t, t-(room.first+t)%n
			switch {
			case lead == t:
			case lead >= 0:
				room.copyRow(row, &room.picks, room.all, h*room.tokens+lead)
			default:
				room.copyRow(row, &before.picks, before.all, h)
			}
		}
	}
	before.take(&room.picks, room.all, room.tokens-1)
}

func (r *upperRoom) copyRow(row int, from *picks, all [][]float32, fromRow int) {
	r.picks.copyRow(row, from, fromRow)
	if r.all != nil && all != nil {
		r.all[row] = all[fromRow]
	}
}

// take keeps what the given token of a piece picked.
func (l *leader) take(p *picks, all [][]float32, token int) {
	if p.tokens == 0 {
		return
	}
	l.picks.reset(p.heads, 1, p.k)
	for h := range p.heads {
		l.picks.copyRow(h, p, h*p.tokens+token)
	}
	if l.all = nil; all != nil {
		for h := range p.heads {
			l.all = append(l.all, all[h*p.tokens+token])
		}
	}
}

// fillScores writes the scores of the slots [Hr T K].
func (r *upperRoom) fillScores(flat []float32) {
	clear(flat)
	for row := range r.picks.count {
		scores := flat[row*r.k : (row+1)*r.k]
		if r.dense {
			copy(scores, r.all[row])
			continue
		}
		_, picked := r.picks.row(row)
		copy(scores, picked)
	}
}

// fillMarks writes 1 where a slot holds a chunk [Hr T K].
func (u *upperHalf) fillMarks(flat []float32, r *upperRoom) {
	clear(flat)
	for row, count := range r.picks.count {
		marks := flat[row*r.k : (row+1)*r.k]
		if r.dense {
			count = len(r.all[row])
		}
		for i := range count {
			marks[i] = 1
		}
		if r.dense {
			u.s.model.changes.unmark(marks)
		}
	}
}

func (r *upperRoom) free() {
	r.x.free()
	r.scores.free()
	r.marks.free()
	r.rotation.free()
}
