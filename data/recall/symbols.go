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

// Name is "recall-plain-noise" or the like: the kind of key, then the haystack.
func (s *Symbols) Name() string {
	kind := "plain"
	if s.config.KeySymbols == 2 {
		kind = "conjunctive"
	}
	return "recall-" + kind + "-" + string(s.config.Haystack)
}

// Version is the version of the generator.
func (s *Symbols) Version() string { return "1" }

// Hash is the fingerprint of name, version and config.
func (s *Symbols) Hash() string { return s.hash }

// Chance is 1 / Values: the answers are uniform over the values.
func (s *Symbols) Chance() float64 { return 1 / float64(s.config.Values) }

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

// Queries is the number of questions in a sample of this length and tail, 0 where Sample refuses them.
func (s *Symbols) Queries(length, tail int) int {
	if data.CheckSize(0, length, tail) != nil {
		return 0
	}
	queries, _ := s.config.counts(s.config.slots(length-tail), tail)
	return queries
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
	w := symbolWriter{
		Symbols: s, rand: r, plan: p,
		values: make([]int32, s.config.Keys),
		sample: data.Sample{
			Tokens:  make([]int32, 0, length),
			Tail:    tail,
			Queries: make([]data.Query, 0, len(p.asked)),
			Needles: make([]data.Placement, 0, p.needles),
		},
	}
	w.writeContext()
	w.writeTail()
	return w.sample, nil
}
