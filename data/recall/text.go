package recall

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/words"
)

// TextConfig defines a [Text] task. Start from [RunningText].
type TextConfig struct {
	Chunk       int     `json:"chunk"`        // chunk size S that gold chunks are computed for
	NeedleShare float64 `json:"needle_share"` // share of a training context that needles fill
	// Needles is the largest number of needles that can be asked for. 0 stands for as many as a
	// context of TrainLength holds, so that a longer haystack adds text, not needles.
	Needles int `json:"needles"`
	// TrainLength is the training length that Needles follows if it is 0.
	TrainLength int `json:"train_length"`
	// DecoyShare is the share of the context that decoys fill besides the needles: needles of
	// keys that the sample does not ask for, repeated, with random values.
	DecoyShare float64 `json:"decoy_share"`
}

// RunningText is the text task of the recipe: chunks of 8, needles fill 70 % of a training context
// of 160 words (length 256), no decoys.
func RunningText() TextConfig {
	return TextConfig{Chunk: 8, NeedleShare: 0.7, TrainLength: 256}
}

// WithDecoys is the same task with a share of the context filled by decoys.
func (c TextConfig) WithDecoys(share float64) TextConfig {
	c.DecoyShare = share
	return c
}

// Validate reports the first field that no task can have, and what it may be.
func (c TextConfig) Validate() error {
	switch {
	case c.Chunk < 1:
		return fmt.Errorf("recall: Chunk %d: want at least 1", c.Chunk)
	case !(c.NeedleShare > 0 && c.NeedleShare <= 1):
		return fmt.Errorf("recall: NeedleShare %g: want more than 0, at most 1", c.NeedleShare)
	case c.Needles < 0:
		return fmt.Errorf("recall: Needles %d: want 0 (as in training) or more", c.Needles)
	case c.Needles == 0 && (c.TrainLength < 1 || c.TrainLength > data.MaxLength):
		return fmt.Errorf("recall: TrainLength %d: want 1 to %d", c.TrainLength, data.MaxLength)
	case !(c.DecoyShare >= 0 && c.DecoyShare <= 1):
		return fmt.Errorf("recall: DecoyShare %g: want 0 to 1", c.DecoyShare)
	}
	return nil
}

// filled is the number of needles that fill NeedleShare of a context, at least one where one fits.
func (c TextConfig) filled(context int) int {
	return min(context/phrase, max(1, int(math.Round(c.NeedleShare*float64(context)/phrase))))
}

// counts is the number of questions, of needles with keys of their own, and of decoys.
func (c TextConfig) counts(context, tail int) (queries, once, decoys int) {
	most := c.Needles
	if most == 0 {
		most = c.filled(c.TrainLength - data.TrainTail(c.TrainLength))
	}
	once = min(c.filled(context), most, len(keyWords))
	queries = min(tail/phrase, once)
	if c.DecoyShare > 0 {
		queries = min(queries, len(keyWords)-1)
		decoys = min(context/phrase-once, int(math.Round(c.DecoyShare*float64(context)/phrase)))
	}
	return queries, once, decoys
}

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

// textWriter writes one sample, item by item.
type textWriter struct {
	phraseWriter
	rand *rand.Rand
	text []int32
	next int // place in text
}

// writeContext mixes words, needles with the first once keys and decoys with any key after the first
// queries keys, every order of them equally likely.
func (w *textWriter) writeContext(keys []int32, queries, once, decoys int) {
	own := append([]int32(nil), keys[:once]...)
	w.rand.Shuffle(once, func(i, j int) { own[i], own[j] = own[j], own[i] })
	needles := once + decoys
	items := cap(w.sample.Tokens) - w.sample.Tail - needles*(phrase-1)
	hits := picker{rand: w.rand, left: uint32(needles), total: uint32(items)}
	ours := picker{rand: w.rand, left: uint32(once), total: uint32(needles)}
	for range items {
		switch {
		case !hits.pick():
			w.writeText(1)
		case ours.pick():
			w.needle(int(own[0]), w.value())
			own = own[1:]
		default:
			others := keys[queries:]
			w.needle(int(others[w.rand.IntN(len(others))]), w.value())
		}
	}
}

func (w *textWriter) value() int32 { return w.form.values[w.rand.IntN(len(w.form.values))] }

// writeText writes the next n words of the haystack.
func (w *textWriter) writeText(n int) {
	for range n {
		w.write(w.text[w.next])
		if w.next++; w.next == len(w.text) {
			w.next = 0
		}
	}
}
