package recall

import (
	"errors"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/words"
)

// Text is recall over running text: needles "magic K is V ." between the words of a text, unaligned
// with chunks and never inside each other, and questions of the same form at the end. The loss and
// the answer belong to "is". Depths are uniformly random.
//
// The text of a sample is a stretch of the haystack from a random place on. A stretch that is longer
// than the rest of the haystack wraps around to its start.
type Text struct {
	*Form
	config   TextConfig
	haystack []int32
	hash     string
}

var _ data.Task = (*Text)(nil)

// NewText makes the task that config defines over a haystack of token ids
// ([github.com/hsalab/hsalab/data/corpus.Text.Encode]), which it keeps and does not change. The
// vocabulary must reserve the words of [Words].
func NewText(config TextConfig, v *words.Vocabulary, haystack []int32) (*Text, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	form, err := NewForm(v, config.Chunk)
	if err != nil {
		return nil, err
	}
	if len(haystack) == 0 {
		return nil, errors.New("recall: the haystack is empty: want at least one word")
	}
	for i, id := range haystack {
		if id < 0 || int(id) >= v.Size() || v.Reserved(id) {
			return nil, fmt.Errorf("recall: haystack word %d has id %d (%s), which is no word of running text: encode the text with this vocabulary", i, id, v.Token(id))
		}
	}
	t := &Text{Form: form, config: config, haystack: haystack}
	t.hash = data.Hash(struct {
		Name, Version, Vocabulary, Haystack string
		Config                              TextConfig
	}{t.Name(), t.Version(), v.Hash(), data.HashTokens(haystack), config})
	return t, nil
}

// Split makes the training and the held-out task of a text: the first share of its words is for
// training and gives the vocabulary, the rest is held out.
func Split(config TextConfig, text *corpus.Text, share float64, frequent int) (train, heldOut *Text, err error) {
	if !(share > 0 && share < 1) {
		return nil, nil, fmt.Errorf("recall: training share %g: want more than 0 and less than 1", share)
	}
	first, rest := text.Split(share)
	v, err := words.Build(first.Words(), Words(frequent))
	if err != nil {
		return nil, nil, fmt.Errorf("recall: training part of %s: %w", text.Name, err)
	}
	if train, err = NewText(config, v, first.Encode(v)); err != nil {
		return nil, nil, err
	}
	if heldOut, err = NewText(config, v, rest.Encode(v)); err != nil {
		return nil, nil, fmt.Errorf("recall: held-out part of %s: %w", text.Name, err)
	}
	return train, heldOut, nil
}

// Opticks is [Split] over Newton's Opticks: 30 % for training, 1000 frequent words.
func Opticks(config TextConfig) (train, heldOut *Text, err error) {
	text, err := corpus.Opticks()
	if err != nil {
		return nil, nil, err
	}
	return Split(config, text, corpus.OpticksTrain, 1000)
}

// Config is the definition of the task.
func (t *Text) Config() TextConfig { return t.config }

// Haystack is the number of words of the haystack, after which it wraps around.
func (t *Text) Haystack() int { return len(t.haystack) }

// Name is "recall-text", or "recall-text-decoys" with decoys.
func (t *Text) Name() string {
	if t.config.DecoyShare > 0 {
		return "recall-text-decoys"
	}
	return "recall-text"
}

// Version is the version of the generator.
func (t *Text) Version() string { return "1" }

// Hash is the fingerprint of name, version, config, vocabulary and haystack.
func (t *Text) Hash() string { return t.hash }

// Chance is 1/16: the answers are uniform over the value words.
func (t *Text) Chance() float64 { return 1 / float64(len(t.values)) }

// Vocab is the size of the vocabulary.
func (t *Text) Vocab() int { return t.vocabulary.Size() }

// Token is the word of an id.
func (t *Text) Token(id int32) string { return t.vocabulary.Token(id) }

// Queries is the number of questions in a sample of this length and tail, 0 where Sample refuses them.
func (t *Text) Queries(length, tail int) int {
	if data.CheckSize(0, length, tail) != nil {
		return 0
	}
	queries, _, _ := t.config.counts(length-tail, tail)
	return queries
}

// Sample makes sample number index of the stream named by seed, in time proportional to length.
func (t *Text) Sample(seed uint64, index int, length, tail int) (data.Sample, error) {
	if err := data.CheckSize(index, length, tail); err != nil {
		return data.Sample{}, err
	}
	context := length - tail
	queries, once, decoys := t.config.counts(context, tail)
	switch {
	case once == 0:
		return data.Sample{}, fmt.Errorf("recall: a context of %d words (length %d, tail %d) holds no needle: want at least %d", context, length, tail, phrase)
	case queries == 0:
		return data.Sample{}, fmt.Errorf("recall: a tail of %d words holds no question: want at least %d", tail, phrase)
	}
	r := data.Rand(t.Name()+"/"+t.Version(), seed, uint64(index), uint64(length), uint64(tail))
	keys := permutation(r, len(keyWords))
	w := textWriter{
		phraseWriter: newPhraseWriter(t.Form, length, tail),
		rand:         r,
		text:         t.haystack,
		next:         r.IntN(len(t.haystack)),
	}
	w.writeContext(keys, queries, once, decoys)
	w.writeText(length - queries*phrase - len(w.sample.Tokens))
	for _, key := range keys[:queries] {
		w.question(int(key))
	}
	return w.sample, nil
}
