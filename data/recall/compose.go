package recall

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
)

// Needle is a fact to hide in a reader's text, written as "magic Key is Value .".
type Needle struct {
	Key   string  // one of KeyWords
	Value string  // one of ValueWords
	Depth float64 // where in the text, from 0 (start) to 1 (end)
}

// maxTextBytes bounds a composed text before it is cut into words.
const maxTextBytes = 16 * data.MaxLength

// Compose makes a sample from a reader's own text, needles and questions. A question names its key:
// "lemon" or "what is magic lemon?". Needles that stand in the text already, in the same words, count
// too, and no needle is put inside another. Each key asked for must have exactly one needle and is
// asked once.
//
// Other words of the text that are reserved for needles become Unknown. Up to a chunk less one of
// Unknown stand before the text, so that the length is a multiple of the chunk size, as in training.
//
// The tail of the sample holds exactly the questions, in the given order, each followed by its
// answer, as in training: a model is to be judged by what it puts first after each question.
func (f *Form) Compose(text string, needles []Needle, questions []string) (data.Sample, error) {
	items, err := f.cut(text)
	if err != nil {
		return data.Sample{}, err
	}
	if items, err = f.hide(items, needles); err != nil {
		return data.Sample{}, err
	}
	keys, err := f.ask(items, questions)
	if err != nil {
		return data.Sample{}, err
	}
	tail := len(keys) * phrase
	length := tail
	for _, it := range items {
		length += len(it.words)
	}
	pad := (f.chunk - length%f.chunk) % f.chunk
	if length += pad; length > data.MaxLength {
		return data.Sample{}, fmt.Errorf("recall: text, needles and questions take %d words: want at most %d, so shorten the text", length, data.MaxLength)
	}
	w := newPhraseWriter(f, length, tail)
	for range pad {
		w.write(words.UnknownID)
	}
	for _, it := range items {
		if it.key < 0 {
			w.write(it.words...)
		} else {
			w.copyNeedle(it.key, it.words)
		}
	}
	for _, key := range keys {
		w.question(key)
	}
	return w.sample, nil
}

// item is one word of text, or a needle.
type item struct {
	words []int32
	key   int // key id of a needle, -1 for a word of text
}

// cut makes items of a text: the needles written in it, and its other words one by one.
func (f *Form) cut(text string) ([]item, error) {
	if len(text) > maxTextBytes {
		return nil, fmt.Errorf("recall: the text has %d bytes: want at most %d, so shorten it", len(text), maxTextBytes)
	}
	var ids []int32
	for _, t := range f.vocabulary.Encode(text) {
		ids = append(ids, t.ID)
	}
	if len(ids) == 0 {
		return nil, errors.New("recall: the text is empty: want at least one word")
	}
	var items []item
	for at := 0; at < len(ids); {
		n, key := 1, -1
		if k, ok := f.at(ids[at:]); ok {
			n, key = phraseValue+1, k
			if at+n < len(ids) && ids[at+n] == f.stop {
				n++
			}
		} else if f.vocabulary.Reserved(ids[at]) {
			ids[at] = words.UnknownID
		}
		items = append(items, item{ids[at : at+n : at+n], key})
		at += n
	}
	return items, nil
}

// hide puts needles among the items of a text, each at its depth.
func (f *Form) hide(items []item, needles []Needle) ([]item, error) {
	type placed struct {
		before int // index of the item that the needle stands before
		item
	}
	var all []placed
	for _, n := range needles {
		if !(n.Depth >= 0 && n.Depth <= 1) {
			return nil, fmt.Errorf("recall: needle %q at depth %g: want 0 (start) to 1 (end)", n.Key, n.Depth)
		}
		key, err := f.key(n.Key)
		if err != nil {
			return nil, err
		}
		value, err := f.value(n.Value)
		if err != nil {
			return nil, err
		}
		phrase := f.needle(key, value)
		before := int(math.Round(n.Depth * float64(len(items))))
		all = append(all, placed{before, item{phrase[:], key}})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.before, b.before) })
	mixed := make([]item, 0, len(items)+len(all))
	for i := range len(items) + 1 {
		for len(all) > 0 && all[0].before == i {
			mixed = append(mixed, all[0].item)
			all = all[1:]
		}
		if i < len(items) {
			mixed = append(mixed, items[i])
		}
	}
	return mixed, nil
}

// ask gives the key ids of the questions, each of which exactly one needle holds.
func (f *Form) ask(items []item, questions []string) ([]int, error) {
	if len(questions) == 0 {
		return nil, fmt.Errorf("recall: no question: ask for at least one key, such as %q", keyWords[0])
	}
	count := make([]int, len(keyWords))
	for _, it := range items {
		if it.key >= 0 {
			count[it.key]++
		}
	}
	var keys []int
	for _, q := range questions {
		key, err := f.key(q)
		switch {
		case err != nil:
			return nil, err
		case count[key] == 0:
			return nil, fmt.Errorf("recall: question %q: nothing in the text says what magic %s is: add a needle with that key", q, keyWords[key])
		case count[key] > 1:
			return nil, fmt.Errorf("recall: question %q: the text says %d times what magic %s is: leave one needle of that key", q, count[key], keyWords[key])
		case slices.Contains(keys, key):
			return nil, fmt.Errorf("recall: question %q: magic %s is asked twice: ask once", q, keyWords[key])
		}
		keys = append(keys, key)
	}
	return keys, nil
}
