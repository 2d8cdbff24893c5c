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
	return f.assemble(items, keys)
}

// assemble writes the items and the questions of keys.
func (f *Form) assemble(items []item, keys []int) (data.Sample, error) {
	tail := len(keys) * phrase
	length := tail
	for _, it := range items {
		length += len(it.words)
	}
	pad := (f.chunk - length%f.chunk) % f.chunk
	if length += pad; length > f.longest {
		return data.Sample{}, fmt.Errorf("recall: text, needles and questions take %d words: want at most %d, so shorten the text", length, f.longest)
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

// item is a run of words of text, or a needle.
type item struct {
	words []int32
	key   int // key id of a needle, -1 for text
}

// cut makes items of a text: the needles written in it, and the words between them.
func (f *Form) cut(text string) ([]item, error) {
	var ids []int32
	for p := range words.Pieces(text) {
		if len(ids) == f.longest {
			return nil, fmt.Errorf("recall: the text is longer than %d words: shorten it", f.longest)
		}
		ids = append(ids, f.vocabulary.ID(p.Text))
	}
	if len(ids) == 0 {
		return nil, errors.New("recall: the text is empty: want at least one word")
	}
	var items []item
	start := 0 // of the words that are in no item yet
	for at := 0; at < len(ids); {
		key, n := f.at(ids[at:])
		switch {
		case n > 0:
			items = append(items, item{ids[start:at], -1}, item{ids[at : at+n], key})
			at += n
			start = at
			continue
		case f.vocabulary.Reserved(ids[at]):
			ids[at] = words.UnknownID
		}
		at++
	}
	return append(items, item{ids[start:], -1}), nil
}

// hidden is a needle on its way into a text.
type hidden struct {
	item
	at int // number of words of the text before it
}

// hide puts needles among the items of a text, each at its depth, or after the needle that is there.
func (f *Form) hide(items []item, needles []Needle) ([]item, error) {
	length := 0
	for _, it := range items {
		length += len(it.words)
	}
	left, err := f.place(length, needles)
	if err != nil {
		return nil, err
	}
	var mixed []item
	cursor := 0
	for _, it := range items {
		end := cursor + len(it.words)
		for len(left) > 0 && (left[0].at <= cursor || it.key < 0 && left[0].at < end) {
			cut := max(0, left[0].at-cursor)
			mixed = append(mixed, item{it.words[:cut], -1}, left[0].item)
			it.words = it.words[cut:]
			cursor += cut
			left = left[1:]
		}
		mixed = append(mixed, it)
		cursor = end
	}
	for _, h := range left {
		mixed = append(mixed, h.item)
	}
	return mixed, nil
}

// place reads needles and orders them by their places in a text of length words.
func (f *Form) place(length int, needles []Needle) ([]hidden, error) {
	var all []hidden
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
		words := f.needle(key, value)
		all = append(all, hidden{item{words[:], key}, int(math.Round(n.Depth * float64(length)))})
	}
	slices.SortStableFunc(all, func(a, b hidden) int { return cmp.Compare(a.at, b.at) })
	return all, nil
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
