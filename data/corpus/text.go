package corpus

import (
	"fmt"
	"io"
	"iter"
	"math"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
)

const (
	// MaxWords is the largest number of words kept of a text: the longest sample. Of a longer
	// text the start is kept and the rest not read, and Text.Truncated says so.
	MaxWords = data.MaxLength
	// MaxDistinct is the largest number of distinct words. What has more is no text.
	MaxDistinct = 1 << 20
)

// Text is a text as running words. It is immutable, and parts of it share its memory.
type Text struct {
	Name      string   // where it comes from, for display
	Truncated bool     // the source is longer than MaxWords
	lexicon   []string // the distinct words
	running   []int32  // the text, as indices of the lexicon
}

// Read reads a text in a stream: its words are kept, four bytes each, its bytes are not. It refuses
// an empty text and bytes that are not UTF-8 text. The name is for messages and display.
func Read(name string, r io.Reader) (*Text, error) {
	return read(name, r, limits{words: MaxWords, distinct: MaxDistinct})
}

// limits are what a text may hold.
type limits struct{ words, distinct int }

func read(name string, r io.Reader, most limits) (*Text, error) {
	t := &Text{Name: name}
	index := map[string]int32{}
	scanner := words.NewScanner(r)
	for scanner.Scan() {
		if len(t.running) == most.words {
			t.Truncated = true
			break
		}
		word := scanner.Piece().Text
		i, ok := index[word]
		if !ok {
			if len(t.lexicon) == most.distinct {
				return nil, fmt.Errorf("corpus: %s has more than %d distinct words, so it is no running text: choose another file", name, most.distinct)
			}
			i = int32(len(t.lexicon))
			index[word] = i
			t.lexicon = append(t.lexicon, word)
		}
		t.running = append(t.running, i)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("corpus: %s: %w", name, err)
	}
	if len(t.running) == 0 {
		return nil, fmt.Errorf("corpus: %s holds no words: choose a file with text", name)
	}
	return t, nil
}

// Len is the number of words, punctuation and digits included.
func (t *Text) Len() int { return len(t.running) }

// Distinct is the number of distinct words of the text as it was read, before any Split.
func (t *Text) Distinct() int { return len(t.lexicon) }

// Words are the words of the text in order.
func (t *Text) Words() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, i := range t.running {
			if !yield(t.lexicon[i]) {
				return
			}
		}
	}
}

// Split cuts the text by position into its first part, a share of the words such as 0.3, and the
// rest. Either may be empty. It panics on a share outside 0 to 1.
func (t *Text) Split(share float64) (first, rest *Text) {
	if !(share >= 0 && share <= 1) {
		panic(fmt.Sprintf("corpus: Split(%g): want a share from 0 to 1", share))
	}
	cut := int(math.Round(share * float64(len(t.running))))
	first, rest = new(*t), new(*t)
	first.running, rest.running = t.running[:cut:cut], t.running[cut:]
	return first, rest
}

// Encode gives the running words their token ids. Words that the vocabulary reserves for needles
// become Unknown, as do words outside it.
func (t *Text) Encode(v *words.Vocabulary) []int32 {
	ids := make([]int32, len(t.lexicon))
	for i, word := range t.lexicon {
		ids[i] = v.Natural(word)
	}
	tokens := make([]int32, len(t.running))
	for at, i := range t.running {
		tokens[at] = ids[i]
	}
	return tokens
}
