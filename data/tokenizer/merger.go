package tokenizer

import (
	"fmt"
	"unicode/utf8"
)

// metaspace stands for a space in vocabularies of SentencePiece's kind.
const metaspace = "▁"

// token is one token of a piece and where it ends in the piece.
type token struct {
	id  int32
	end int32
}

// merge is what a pair of tokens becomes, and when: the lowest rank goes first.
type merge struct{ rank, id int32 }

// merger is the BPE model: it turns a piece into tokens.
type merger struct {
	ids    map[string]int32 // by the bytes of the token
	merges map[pair]merge
	bytes  [256]int32 // the token of a single byte, -1 if there is none
	unk    int32      // -1 if there is none

	byteLevel, fuseUnk, ignoreMerges bool
}

// pair is two neighbouring tokens.
type pair struct{ left, right int32 }

func newMerger(m *model, byteLevel bool) (*merger, error) {
	g := &merger{
		ids: make(map[string]int32, len(m.Vocab)), merges: make(map[pair]merge, len(m.Merges)),
		unk: -1, byteLevel: byteLevel, fuseUnk: m.FuseUnk, ignoreMerges: m.IgnoreMerges,
	}
	for text, id := range m.Vocab {
		if raw, ok := unspell(text); ok && byteLevel {
			text = raw
		}
		g.ids[text] = id
	}
	if m.UnkToken != nil {
		id, ok := m.Vocab[*m.UnkToken]
		if !ok {
			return nil, fmt.Errorf("its unknown token %q is not in the vocabulary", *m.UnkToken)
		}
		g.unk = id
	}
	if err := g.setBytes(m); err != nil {
		return nil, err
	}
	return g, g.setMerges(m)
}

// setBytes finds the tokens of single bytes.
func (g *merger) setBytes(m *model) error {
	for b := range g.bytes {
		id, ok := int32(-1), false
		switch {
		case g.byteLevel:
			id, ok = g.ids[string([]byte{byte(b)})]
		case m.ByteFallback:
			id, ok = m.Vocab[fmt.Sprintf("<0x%02X>", b)]
		default:
			g.bytes[b] = -1
			continue
		}
		if !ok {
			if g.unk < 0 {
				return fmt.Errorf("its vocabulary has no token for byte 0x%02X and no unknown token, so text would be lost", b)
			}
			id = -1
		}
		g.bytes[b] = id
	}
	return nil
}

func (g *merger) setMerges(m *model) error {
	for rank, two := range m.Merges {
		left, okLeft := m.Vocab[two[0]]
		right, okRight := m.Vocab[two[1]]
		joined, ok := m.Vocab[two[0]+two[1]]
		if !okLeft || !okRight || !ok {
			return fmt.Errorf("merge %d joins %q and %q: the vocabulary must hold both and the two joined", rank, two[0], two[1])
		}
		if _, twice := g.merges[pair{left, right}]; !twice {
			g.merges[pair{left, right}] = merge{int32(rank), joined}
		}
	}
	return nil
}

// encode appends the tokens of a piece.
func (g *merger) encode(dst []token, piece string) []token {
	if g.ignoreMerges {
		if id, ok := g.ids[piece]; ok {
			return append(dst, token{id, int32(len(piece))})
		}
	}
	start := len(dst)
	dst = g.symbols(dst, piece)
	if len(dst)-start > longPiece {
		return dst[:start+g.mergeLong(dst[start:])]
	}
	return dst[:start+g.mergeShort(dst[start:])]
}

// symbols appends the tokens that a piece starts from: its bytes, or its characters.
func (g *merger) symbols(dst []token, piece string) []token {
	for at := 0; at < len(piece); {
		size := 1
		if !g.byteLevel {
			_, size = utf8.DecodeRuneInString(piece[at:])
			if id, ok := g.ids[piece[at:at+size]]; ok {
				dst = append(dst, token{id, int32(at + size)})
				at += size
				continue
			}
		}
		for end := at + size; at < end; {
			if id := g.bytes[piece[at]]; id >= 0 {
				at++
				dst = append(dst, token{id, int32(at)})
			} else {
				at = end
				dst = g.unknown(dst, int32(at))
			}
		}
	}
	return dst
}

// unknown appends the unknown token, one for a run of unknown characters if they are to be fused. A vocabulary
// without one drops them, as the original does.
func (g *merger) unknown(dst []token, end int32) []token {
	if last := len(dst) - 1; g.fuseUnk && last >= 0 && dst[last].id == g.unk {
		dst[last].end = end
		return dst
	}
	if g.unk < 0 {
		return dst
	}
	return append(dst, token{g.unk, end})
}

// longPiece is the number of symbols from which a heap pays.
const longPiece = 48

// mergeShort joins pairs in place, the lowest rank first and the leftmost of equals, and returns how many tokens
// are left.
func (g *merger) mergeShort(s []token) int {
	for {
		best, at := merge{rank: -1}, -1
		for i := range len(s) - 1 {
			m, ok := g.merges[pair{s[i].id, s[i+1].id}]
			if ok && (at < 0 || m.rank < best.rank) {
				best, at = m, i
			}
		}
		if at < 0 {
			return len(s)
		}
		s[at] = token{best.id, s[at+1].end}
		copy(s[at+1:], s[at+2:])
		s = s[:len(s)-1]
	}
}
