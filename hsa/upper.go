package hsa

import (
	"slices"

	"github.com/gomlx/gomlx/core/tensors"
)

// upperHalf runs the upper half of the model over the tokens of a stream, in pieces of few sizes. It carries the windows
// of its layers from piece to piece, so it can go on token by token. Chunks are picked between two graphs: queries
// come out of one, and the picked keys and values go into the next.
type upperHalf struct {
	s        *Stream
	at       int                 // tokens read
	since    int                 // tokens read since it started: at the start of a text, or later with empty windows
	carry    [][]*tensors.Tensor // by group, as Config.groupCarry lists them
	borrowed bool                // the carry belongs to another
	leaders  []*leader           // by group
	rooms    map[roomKey]*upperRoom
	graphs   map[graphKey]*routine
	args     []*tensors.Tensor
	have     *slot[int32]
	view     *viewer
	every    everyChunk
}

// leader is what the first token of a block retrieved, for the tokens of the block that are read later.
type leader struct {
	picks picks
	all   [][]float32 // by retrieval head, where every score is kept
}

// newUpperHalf starts at a position with empty windows.
func (s *Stream) newUpperHalf(at int) *upperHalf {
	u := &upperHalf{s: s, at: at, rooms: map[roomKey]*upperRoom{}, graphs: map[graphKey]*routine{}, view: newViewer()}
	u.have = newSlot(func(flat []int32) { flat[0] = int32(min(u.since, maxHave)) })
	for g := range s.model.cfg.Groups {
		u.carry = append(u.carry, emptyCarry(s.model.cfg.groupCarry(g)))
		u.leaders = append(u.leaders, &leader{})
	}
	return u
}

// fork goes on from the same place without disturbing u.
func (u *upperHalf) fork() *upperHalf {
	f := u.s.newUpperHalf(u.at)
	f.since, f.borrowed = u.since, true
	for g, carry := range u.carry {
		free(f.carry[g]...)
		f.carry[g] = slices.Clone(carry)
		f.leaders[g].take(&u.leaders[g].picks, u.leaders[g].all, 0)
	}
	return f
}

// upperRun says what a run of the upper half is for.
type upperRun struct {
	topK int
	form Form       // Gathered, or Dense where every visible chunk is picked
	all  bool       // keep every score
	from int        // first position whose outputs are wanted
	part TraceParts // what is traced from there on
	sink upperSink
}

// upperSink receives what a run gives, piece by piece.
type upperSink interface {
	// retrieved receives one group of a piece; traced are the outputs that trace lists.
	retrieved(g int, room *upperRoom, traced [][]float32)
	// logits receives the logits [n vocab] of the tokens from first on.
	logits(first int, flat []float32)
}

func (s *Stream) newUpperRun(topK int, from int, sink upperSink) upperRun {
	if topK == AllChunks {
		return upperRun{form: Dense, all: true, from: from, sink: sink}
	}
	return upperRun{topK: topK, form: Gathered, from: from, sink: sink}
}

// run reads the tokens up to position to.
func (u *upperHalf) run(to int, o upperRun) error {
	for u.at < to {
		n := u.s.upperPiece(to-u.at, o.topK)
		if err := u.piece(n, o); err != nil {
			return err
		}
		u.at, u.since = u.at+n, u.since+n
	}
	return nil
}

// upperPieces are the numbers of tokens that a piece may have, so that few shapes occur and none is padded.
var upperPieces = []int{256, 128, 64, 32, 16, 4, 1}

// upperGatherFloats bounds the keys, or the values, that are gathered for one piece.
const upperGatherFloats = 1 << 24

// upperPiece is how many of left tokens the next piece has.
func (s *Stream) upperPiece(left, topK int) int {
	c := s.model.cfg
	token := max(1, topK) * c.Chunk * c.MemoryKVHeads * c.HeadDim()
	for _, n := range upperPieces {
		if n <= left && (n*token <= upperGatherFloats || n == 1) {
			return n
		}
	}
	return 1
}

// piece reads n tokens: every group in turn.
func (u *upperHalf) piece(n int, o upperRun) error {
	room := u.room(n, o)
	x, err := room.x.filled()
	if err != nil {
		return err
	}
	own := false
	for g := range u.s.model.cfg.Groups {
		if err := u.retrieve(g, x, room, o); err != nil {
			return err
		}
		out, err := u.group(g, x, room, o)
		if err != nil {
			return err
		}
		if own {
			free(x)
		}
		x, own = out, true
	}
	free(x)
	return nil
}

// free gives the memory of the carry back.
func (u *upperHalf) free() {
	for g := range u.carry {
		if !u.borrowed {
			free(u.carry[g]...)
		}
	}
	for _, room := range u.rooms {
		room.free()
	}
	u.have.free()
	free(u.every.k, u.every.v)
}
