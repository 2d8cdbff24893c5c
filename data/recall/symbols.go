package recall

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
)

// Symbols is recall over symbols. Token ids are, in this order: the key symbols (with two-symbol
// keys the first symbols, then the second ones), the values, the noise symbols.
//
// The context is cut into slots. With one-symbol keys a slot is `key value` or two noise symbols;
// with two-symbol keys it is `a b value noise` or four noise symbols, so that a needle lies inside
// one chunk. What is left of the context after the last slot is noise. Which slots hold needles is
// uniformly random, and so are the depths. A question is `key value` or `a b value`; the loss and
// the answer belong to its last key symbol.
//
// Where needles straddle ([Config.Straddling]) there is also a place across each chunk boundary, the
// value right behind it, and slots fill what is left of each chunk. The gold chunk is the one of the
// value; [data.Span.Chunks] of the evidence has both.
//
// In chains ([Chains]) a slot may be `key key`: the second one is the value of the first. The needle
// of a key stands before those that name it. A context is read from its start, as a pair of slots
// `a b` `c d` holds the tokens `b c` too. A question is `key value`, its [data.Query] with the hops
// from the key to the value; or ([Config.Listing]) `key key value`, one hop a token.
//
// Where keys repeat ([Config.Repeating]) the answer is the newest or the oldest value, or all of
// them: `key value value`. Reversed ([Config.Reversed]) a question is `value key`, and the key ids of
// queries and needles are those of values.
type Symbols struct {
	config Config
	hash   string
}

var _ data.Task = (*Symbols)(nil)

// New makes the task that config defines.
func New(config Config) (*Symbols, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	s := &Symbols{config: config}
	s.hash = data.Hash(struct {
		Name, Version string
		Config        Config
	}{s.Name(), s.Version(), config})
	return s, nil
}

// Config is the definition of the task.
func (s *Symbols) Config() Config { return s.config }

// Name is "recall-plain-noise" or the like: the kind of key, or chain2 for chains of two hops; then what is asked and
// where needles lie if it is not the usual; then the haystack.
func (s *Symbols) Name() string { return s.config.name() }

// Version is the version of the generator.
func (s *Symbols) Version() string { return "1" }

// Hash is the fingerprint of name, version and config.
func (s *Symbols) Hash() string { return s.hash }

// Chance is the accuracy of a guess among all possible answers: 1 / Values, or 1 / Keys where the task is reversed.
// An answer of several tokens is right if all of them are.
func (s *Symbols) Chance() float64 { return s.config.chance() }

// Vocab is the number of symbols. It depends on neither haystack nor length.
func (s *Symbols) Vocab() int { return int(s.firstNoise()) + s.config.Noise }

// Token shows a symbol by kind and number: k7 (or a3 and b5 for the symbols of a two-symbol key),
// v12, and n4 for noise.
func (s *Symbols) Token(id int32) string {
	values, noise := s.firstValue(), s.firstNoise()
	side := int32(s.config.side())
	switch {
	case id < 0 || int(id) >= s.Vocab():
		return "?"
	case id >= noise:
		return fmt.Sprintf("n%d", id-noise)
	case id >= values:
		return fmt.Sprintf("v%d", id-values)
	case s.config.KeySymbols == 1:
		return fmt.Sprintf("k%d", id)
	case id < side:
		return fmt.Sprintf("a%d", id)
	}
	return fmt.Sprintf("b%d", id-side)
}

// KeyTokens are the one or two tokens of a key. It panics on a key id outside [0, Keys).
func (s *Symbols) KeyTokens(key int) []int32 {
	if key < 0 || key >= s.config.Keys {
		panic(fmt.Sprintf("recall: KeyTokens(%d): want 0 to %d", key, s.config.Keys-1))
	}
	if s.config.KeySymbols == 1 {
		return []int32{int32(key)}
	}
	side := s.config.side()
	return []int32{int32(key / side), int32(side + key%side)}
}

// Queries is the number of questions in a sample of this length and tail, 0 where Sample refuses them. An answer of
// several tokens counts as often.
func (s *Symbols) Queries(length, tail int) int {
	if data.CheckSize(0, length, tail) != nil {
		return 0
	}
	questions, _ := s.config.counts(length-tail, tail)
	return questions * s.config.answers()
}

func (s *Symbols) firstValue() int32 {
	if s.config.KeySymbols == 2 {
		return int32(2 * s.config.side())
	}
	return int32(s.config.Keys)
}

func (s *Symbols) firstNoise() int32 { return s.firstValue() + int32(s.config.Values) }

// Sample makes sample number index of the stream named by seed, in time proportional to length.
func (s *Symbols) Sample(seed uint64, index int, length, tail int) (data.Sample, error) {
	if err := data.CheckSize(index, length, tail); err != nil {
		return data.Sample{}, err
	}
	r := data.Rand(s.Name()+"/"+s.Version(), seed, uint64(index), uint64(length), uint64(tail))
	p, err := s.config.plan(r, length, tail)
	if err != nil {
		return data.Sample{}, err
	}
	w := newSymbolWriter(s, r, p, length, tail)
	w.writeContext()
	w.writeTail()
	return w.sample, nil
}
