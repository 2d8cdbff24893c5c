package recall

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
)

// The needle in running text is "magic K is V .": five words, the value the fourth.
const (
	magicWord, isWord, stopWord = "magic", "is", "."

	phrase      = 5 // words of a needle, and of a question with its answer
	phraseKey   = 1 // place of the key in a needle
	phraseIs    = 2 // place of the last word of a question, after which the answer stands
	phraseValue = 3 // place of the value in a needle
)

var keyWords = []string{
	"anchor", "basket", "bridge", "canyon", "castle", "cello", "cherry", "engine",
	"garden", "guitar", "harbor", "jungle", "kettle", "ladder", "lantern", "lemon",
	"marble", "meadow", "orchid", "pepper", "pirate", "pumpkin", "ribbon", "rocket",
	"saddle", "tulip", "violin", "wagon", "walnut", "whistle", "wizard", "zipper",
}

var valueWords = []string{
	"eagle", "falcon", "fox", "goose", "koala", "lizard", "monkey", "otter",
	"panda", "pigeon", "rabbit", "salmon", "snake", "tiger", "wolf", "zebra",
}

// KeyWords are the 32 words that can be keys of needles in text, in the order of key ids.
func KeyWords() []string { return slices.Clone(keyWords) }

// ValueWords are the 16 words that can be values of needles in text.
func ValueWords() []string { return slices.Clone(valueWords) }

// Words is the vocabulary that a text task needs: the words of needles, the keys, values and "magic"
// reserved, and the given number of most frequent words of a text (1000 in the recipe).
func Words(frequent int) words.Spec {
	return words.Spec{
		Frequent: frequent,
		Always:   []string{isWord, stopWord},
		Reserved: slices.Concat([]string{magicWord}, keyWords, valueWords),
	}
}

// Form writes and reads needles in the tokens of one vocabulary.
type Form struct {
	vocabulary      *words.Vocabulary
	chunk           int
	longest         int // words of the longest sample to compose
	magic, is, stop int32
	keys, values    []int32       // token ids by key id, by value
	keyIDs          map[int32]int // key id by token id
}

// NewForm is the form of needles in a vocabulary that [Words] described, for gold chunks of the
// given size.
func NewForm(v *words.Vocabulary, chunk int) (*Form, error) {
	if chunk < 1 {
		return nil, fmt.Errorf("recall: chunk size %d: want at least 1", chunk)
	}
	spec := Words(0)
	for _, word := range spec.Always {
		if !v.Has(word) {
			return nil, fmt.Errorf("recall: the vocabulary lacks %q: build it from recall.Words", word)
		}
	}
	for _, word := range spec.Reserved {
		if !v.Reserved(v.ID(word)) {
			return nil, fmt.Errorf("recall: the vocabulary does not reserve %q: build it from recall.Words", word)
		}
	}
	f := &Form{
		vocabulary: v, chunk: chunk, longest: data.MaxLength,
		magic: v.ID(magicWord), is: v.ID(isWord), stop: v.ID(stopWord),
		keyIDs: map[int32]int{},
	}
	for i, word := range keyWords {
		f.keys = append(f.keys, v.ID(word))
		f.keyIDs[v.ID(word)] = i
	}
	for _, word := range valueWords {
		f.values = append(f.values, v.ID(word))
	}
	return f, nil
}

// Vocabulary is the vocabulary of the form.
func (f *Form) Vocabulary() *words.Vocabulary { return f.vocabulary }

// Chunk is the chunk size of gold chunks.
func (f *Form) Chunk() int { return f.chunk }

// needle is the phrase of a key id and a value's token id.
func (f *Form) needle(key int, value int32) [phrase]int32 {
	return [phrase]int32{f.magic, f.keys[key], f.is, value, f.stop}
}

// at reads the needle at the start of tokens: its key id and its number of words, 0 if there is no
// needle. The full stop may be missing.
func (f *Form) at(tokens []int32) (key, length int) {
	if len(tokens) <= phraseValue || tokens[0] != f.magic || tokens[phraseIs] != f.is {
		return 0, 0
	}
	key, ok := f.keyIDs[tokens[phraseKey]]
	if !ok || !slices.Contains(f.values, tokens[phraseValue]) {
		return 0, 0
	}
	if len(tokens) > phraseValue+1 && tokens[phraseValue+1] == f.stop {
		return key, phrase
	}
	return key, phrase - 1
}

// key is the key id of the one key word in text, such as "lemon" or "magic lemon is".
func (f *Form) key(text string) (int, error) {
	found := -1
	for _, t := range f.vocabulary.Encode(text) {
		key, ok := f.keyIDs[t.ID]
		if ok && found >= 0 && key != found {
			return 0, fmt.Errorf("recall: %q names two keys: name one", text)
		}
		if ok {
			found = key
		}
	}
	if found < 0 {
		return 0, fmt.Errorf("recall: %q names no key: use one of %s", text, strings.Join(keyWords, ", "))
	}
	return found, nil
}

// value is the token id of a value word.
func (f *Form) value(word string) (int32, error) {
	id := f.vocabulary.ID(strings.ToLower(strings.TrimSpace(word)))
	if !slices.Contains(f.values, id) {
		return 0, fmt.Errorf("recall: %q is no value: use one of %s", word, strings.Join(valueWords, ", "))
	}
	return id, nil
}
