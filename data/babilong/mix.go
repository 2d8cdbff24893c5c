package babilong

import (
	"fmt"
	"iter"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/punkt"
)

// Mix is a question's facts in background text, as tokens.
type Mix struct {
	Question  babi.Question
	Seed      uint64      // of the mixer
	Index     int         // number of the mix in the mixer's stream
	Sentences int         // of the background
	Places    []int       // the sentence that each fact stands before
	Facts     []data.Span // tokens of each fact, with the space before it

	tok    data.Tokenizer
	pieces [][]int32 // sentences and facts, in order
	facts  []int     // which pieces are facts
	length int
}

func newMix(q babi.Question, sentences, facts [][]int32, places []int, tok data.Tokenizer) Mix {
	m := Mix{Question: q, Sentences: len(sentences), Places: places, tok: tok}
	m.pieces = make([][]int32, 0, len(sentences)+len(facts))
	add := func(piece []int32) {
		m.pieces = append(m.pieces, piece)
		m.length += len(piece)
	}
	next := 0
	for i := range len(sentences) + 1 {
		for ; next < len(facts) && places[next] == i; next++ {
			m.facts = append(m.facts, len(m.pieces))
			m.Facts = append(m.Facts, data.Span{Start: m.length, End: m.length + len(facts[next])})
			add(facts[next])
		}
		if i < len(sentences) {
			add(sentences[i])
		}
	}
	return m
}

// Len is the number of tokens.
func (m Mix) Len() int { return m.length }

// Tokens is the whole mix.
func (m Mix) Tokens() []int32 {
	tokens := make([]int32, 0, m.length)
	for _, piece := range m.pieces {
		tokens = append(tokens, piece...)
	}
	return tokens
}

// Blocks gives the mix in blocks of the given size, the last one shorter, without putting it together. A block is valid
// until the next one.
func (m Mix) Blocks(size int) iter.Seq[[]int32] {
	return func(yield func([]int32) bool) {
		block := make([]int32, 0, max(1, size))
		for _, piece := range m.pieces {
			for len(piece) > 0 {
				n := min(len(piece), cap(block)-len(block))
				block, piece = append(block, piece[:n]...), piece[n:]
				if len(block) == cap(block) {
					if !yield(block) {
						return
					}
					block = block[:0]
				}
			}
		}
		if len(block) > 0 {
			yield(block)
		}
	}
}

// Evidence is the supporting facts of the question, with their tokens in the mix and the chunks of the given size. It
// takes no decoding, and so has no bytes: [Mix.Sample] has those.
func (m Mix) Evidence(chunk int) ([]data.Evidence, error) {
	if chunk < 1 {
		return nil, fmt.Errorf("babilong: chunk size %d: want at least 1", chunk)
	}
	var evidence []data.Evidence
	for _, i := range m.Question.Supports {
		tokens := m.Facts[i]
		evidence = append(evidence, data.Evidence{
			Text: m.Question.Statements[i], Bytes: data.NoSpan, Tokens: tokens, Chunks: tokens.Chunks(chunk),
		})
	}
	return evidence, nil
}

// Text is the decoded mix without the white space around it, and the bytes of each fact in it. It fails with a tokenizer
// that decodes the whole to something else than its pieces, one after the other and with or without a space between.
func (m Mix) Text() (text string, facts []data.Span, err error) {
	text = m.tok.Decode(m.Tokens())
	at, piece := 0, 0
	follow := func(end int) (string, error) {
		var run []int32
		for ; piece < end; piece++ {
			run = append(run, m.pieces[piece]...)
		}
		part := m.tok.Decode(run)
		if !strings.HasPrefix(text[at:], part) && strings.HasPrefix(text[at:], " "+part) {
			at++
		}
		if !strings.HasPrefix(text[at:], part) {
			return "", fmt.Errorf("babilong: tokenizer %s does not decode a text to the texts of its parts: the facts cannot be found in it", m.tok.Name())
		}
		at += len(part)
		return part, nil
	}
	trimmed := strings.TrimFunc(text, punkt.IsSpace)
	lead := len(text) - len(strings.TrimLeftFunc(text, punkt.IsSpace))
	for _, p := range m.facts {
		if _, err := follow(p); err != nil {
			return "", nil, err
		}
		fact, err := follow(p + 1)
		if err != nil {
			return "", nil, err
		}
		start := at - len(strings.TrimLeftFunc(fact, punkt.IsSpace)) - lead
		facts = append(facts, data.Span{Start: start, End: at - lead})
	}
	return trimmed, facts, nil
}
