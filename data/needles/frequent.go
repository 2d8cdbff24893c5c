package needles

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/pyrand"
)

const (
	frequentWords = 2000 // code words of FWE
	fewestWords   = 60   // below, the most frequent ones are no longer told apart
)

// frequent makes a sample of FWE, a form of our own for training: running text, then a list of code words whose
// frequencies fall with the square of their rank and whose most frequent one is written "...", then the question for the
// next three. The evidence is the list. Where 2000 words do not fit, there are fewer.
func (m *Maker) frequent(c Config, rng *pyrand.Legacy, source Source) (Sample, error) {
	head, tail, ok := strings.Cut(m.texts.Frequent.Template, "{context}")
	if !ok {
		return Sample{}, fmt.Errorf("needles: the pack's template of FWE has no {context}")
	}
	vocabulary := distinct(int(math.Sqrt(float64(frequentWords))), func() string { return drawCode(rng) })
	vocabulary[0] = "..."
	d := draft{
		question: m.tok.Encode(tail),
		answer:   append(m.tok.Encode(" "+strings.Join(vocabulary[1:4], ", ")), m.tok.EOS()),
	}
	d.scored = data.Span{Start: 0, End: len(d.answer) - 1}
	opening := m.tok.Encode(head)
	room := c.Length - d.length() - len(opening)
	list, err := m.codeWords(rng, vocabulary, orDefault(c.Size, frequentWords), room)
	if err != nil {
		return Sample{}, err
	}
	d.needles = []needle{{list, true}}
	text, err := take(source, room-len(list))
	if err != nil {
		return Sample{}, err
	}
	haystack := slices.Concat(text, opening)
	return m.build(FrequentWords, c.Seed, d, haystack, []int{len(haystack)}), nil
}

// codeWords is the tokens of a shuffled list of n words, or of as many as fit in the room.
func (m *Maker) codeWords(rng *pyrand.Legacy, vocabulary []string, n, room int) ([]int32, error) {
	for ; n >= fewestWords; n -= max(1, n/20) {
		list := zipf(vocabulary, n)
		shuffle(rng, list)
		if tokens := m.tok.Encode(strings.Join(list, " ")); len(tokens) <= room {
			return tokens, nil
		}
	}
	return nil, fmt.Errorf("needles: FWE: %d tokens are too few for %d code words: give a greater length", room, fewestWords)
}

// zipf repeats the word of rank k n/(k²·ζ(2)) times.
func zipf(vocabulary []string, n int) []string {
	var list []string
	for i, word := range vocabulary {
		rank := float64(i + 1)
		list = append(list, slices.Repeat([]string{word}, int(float64(n)/(rank*rank*math.Pi*math.Pi/6)))...)
	}
	return list
}

// drawCode draws six small letters.
func drawCode(rng *pyrand.Legacy) string {
	return strings.ToLower(drawName(rng)) + string(rune('a'+rng.RandInt(0, 26)))
}
