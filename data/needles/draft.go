package needles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/pyrand"
)

const (
	firstKeyToken = 100 // random keys leave out the tokens below
	keyTokens     = 7   // of a random key
	keyDigits     = 8   // of a decimal key
	pairs         = 6   // needles of MQ-N and VT
	chain         = 3   // assignments of one value in VT
)

// needle is the tokens of one needle, and whether the answer rests on it.
type needle struct {
	tokens []int32
	gold   bool
}

// draft is a sample without its haystack.
type draft struct {
	needles  []needle  // in the order in which they are placed
	question []int32   // the end of the prompt
	answer   []int32   // with EOS
	scored   data.Span // the scored tokens of the answer
	parts    []part    // the pieces of the answer that a needle holds
}

// part is a piece of an answer, a value or a name, and the needle that holds it.
type part struct {
	answer data.Span // tokens of the answer
	needle []int32
}

// length is the number of tokens beside the haystack.
func (d draft) length() int {
	n := len(d.question) + len(d.answer)
	for _, needle := range d.needles {
		n += len(needle.tokens)
	}
	return n
}

// room is the number of haystack tokens in a sample of the given length.
func (d draft) room(task Task, length int) (int, error) {
	room := length - d.length()
	if room < len(d.needles) {
		return 0, fmt.Errorf("needles: %v does not fit in %d tokens: its needles, question and answer take %d with this tokenizer, give at least %d",
			task, length, d.length(), d.length()+len(d.needles))
	}
	return room, nil
}

// draft draws what the sample asks for. Key and size are those of S-N.
func (m *Maker) draft(task Task, rng *pyrand.Legacy, key Key, size int) (draft, error) {
	switch task {
	case SingleNeedle:
		return m.single(m.drawKey(rng, key, size)), nil
	case MultiQuery:
		return m.queries(rng), nil
	case VariableTracking:
		return m.variables(rng)
	default:
		return draft{}, fmt.Errorf("needles: task %v has no needles: want S-N, MQ-N or VT", task)
	}
}

func (m *Maker) drawKey(rng *pyrand.Legacy, key Key, size int) []int32 {
	if key == DigitKey {
		digits := []byte{byte('1' + rng.RandInt(0, 9))}
		for len(digits) < orDefault(size, keyDigits) {
			digits = append(digits, byte('0'+rng.RandInt(0, 10)))
		}
		return m.tok.Encode(string(digits))
	}
	tokens := make([]int32, orDefault(size, keyTokens))
	for i := range tokens {
		tokens[i] = int32(rng.RandInt(firstKeyToken, m.tok.Vocab()))
	}
	return tokens
}

func (m *Maker) single(key []int32) draft {
	texts := m.texts.SingleNeedle
	tokens := slices.Concat(m.tok.Encode(texts.NeedleHead), key, m.tok.Encode(texts.NeedleTail))
	whole := data.Span{Start: 0, End: len(key)}
	return draft{
		needles:  []needle{{tokens, true}},
		question: m.tok.Encode(texts.Question),
		answer:   append(slices.Clone(key), m.tok.EOS()),
		scored:   whole,
		parts:    []part{{whole, tokens}},
	}
}

func (m *Maker) queries(rng *pyrand.Legacy) draft {
	texts := m.texts.MultiQuery
	names := distinct(pairs, func() string { return drawName(rng) })
	values := distinct(pairs, func() string { return strconv.Itoa(rng.RandInt(100_000, 999_999)) })
	d := draft{needles: make([]needle, pairs)}
	for i := range d.needles {
		text := strings.Replace(strings.Replace(texts.Needle, "{}", names[i], 1), "{}", values[i], 1)
		d.needles[i] = needle{m.tok.Encode(text), i < 2}
	}
	d.answer, d.parts = m.answer(values[:2], texts.AnswerJoin, d.needles)
	shuffle(rng, d.needles)
	asked := strings.Join(names[:2], texts.QueryJoin)
	d.question = append(m.tok.Encode(strings.Replace(texts.Question, "{}", asked, 1)), m.tok.Encode(texts.AnswerHead)...)
	d.scored = data.Span{Start: 0, End: len(d.answer) - 1}
	return d
}

func (m *Maker) variables(rng *pyrand.Legacy) (draft, error) {
	texts := m.texts.Variables
	values := distinct(pairs/chain, func() string { return strconv.Itoa(rng.RandInt(10_000_000, 99_999_999)) })
	names := distinct(pairs, func() string { return drawName(rng) })
	d := draft{needles: make([]needle, pairs)}
	for i := range d.needles {
		text := strings.NewReplacer("{var}", names[i], "{value}", values[i/chain]).Replace(texts.AssignValue)
		if i%chain > 0 {
			text = strings.NewReplacer("{var}", names[i], "{prev}", names[i-1]).Replace(texts.AssignVar)
		}
		d.needles[i] = needle{m.tok.Encode(text), i < chain}
	}
	d.answer, d.parts = m.answer(names[:chain], texts.AnswerJoin, d.needles)
	shuffle(rng, d.needles)
	d.question = append(m.tok.Encode(texts.Question+values[0]), m.tok.Encode(texts.AnswerHead)...)
	comma := lastIndex(d.answer, m.comma)
	if comma < 0 {
		return d, fmt.Errorf("needles: tokenizer %s joins the comma with its neighbours: VT cannot tell its last name", m.tok.Name())
	}
	d.scored = data.Span{Start: comma + 1, End: len(d.answer) - 1}
	return d, nil
}

// answer joins the pieces of an answer and ends it with EOS. Piece i stands in needle i; a token that holds the end of one
// piece and the start of the next belongs to the first.
func (m *Maker) answer(pieces []string, join string, needles []needle) ([]int32, []part) {
	tokens, offsets := m.tok.EncodeOffsets(strings.Join(pieces, join))
	var parts []part
	at, token := 0, 0
	for i, piece := range pieces {
		for token < len(tokens) && offsets[token].End <= at {
			token++
		}
		first := token
		for token < len(tokens) && offsets[token].Start < at+len(piece) {
			token++
		}
		parts = append(parts, part{data.Span{Start: first, End: token}, needles[i].tokens})
		at += len(piece) + len(join)
	}
	return append(tokens, m.tok.EOS()), parts
}

// drawName draws five capital letters.
func drawName(rng *pyrand.Legacy) string {
	var name [5]byte
	for i := range name {
		name[i] = byte('A' + rng.RandInt(0, 26))
	}
	return string(name[:])
}

// distinct draws until n different words have come.
func distinct(n int, draw func() string) []string {
	var words []string
	for len(words) < n {
		if w := draw(); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

func shuffle[T any](rng *pyrand.Legacy, list []T) {
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func lastIndex(tokens []int32, token int32) int {
	for i, t := range slices.Backward(tokens) {
		if t == token {
			return i
		}
	}
	return -1
}

func orDefault(n, standard int) int {
	if n > 0 {
		return n
	}
	return standard
}
