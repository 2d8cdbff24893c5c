package mixture

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data"
)

// Mixture is a config with its sources. It is safe for concurrent use.
type Mixture struct {
	config  Config
	sources []Source
	shares  []float64
	shapes  []float64
	rows    int // sequences of the largest batch
	vocab   int
	hash    string
}

// New joins a config with the sources that it names. It refuses a config that names a source which is not given;
// sources that are not named are left out.
func New(c Config, sources ...Source) (*Mixture, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	m := &Mixture{config: c}
	byName, given := map[string]Source{}, []string{}
	for _, s := range sources {
		byName[s.Name()], given = s, append(given, s.Name())
	}
	names, shares := c.names()
	hashes := make([]string, len(names))
	for i, name := range names {
		s, ok := byName[name]
		if !ok {
			return nil, fmt.Errorf("mixture: %q has a share and no source: there are %s", name, strings.Join(given, ", "))
		}
		m.sources, hashes[i] = append(m.sources, s), s.Hash()
		m.vocab = max(m.vocab, s.Vocab())
	}
	m.shares = shares
	for _, s := range c.Lengths {
		m.shapes, m.rows = append(m.shapes, s.Share), max(m.rows, s.Sequences)
	}
	m.hash = data.Hash(struct {
		Version int
		Config  Config
		Sources []string
	}{1, c, hashes})
	return m, nil
}

// Config is what was mixed.
func (m *Mixture) Config() Config { return m.config }

// Hash is the fingerprint of config and sources: mixtures of one hash give the same batches.
func (m *Mixture) Hash() string { return m.hash }

// Vocab is the number of token ids that a model of the mixture must know.
func (m *Mixture) Vocab() int { return m.vocab }

// Shape is the shape of the batch of a step.
func (m *Mixture) Shape(step int) Shape {
	u := data.Rand("mixture length", m.config.Seed, uint64(step)).Float64()
	return m.config.Lengths[pick(u, m.shapes)]
}

// Sequence is one sequence of a batch.
type Sequence struct {
	Source  string // name of its source
	Index   int    // its number in the stream
	Example        // tokens, answers, needles
	// Weights are [length]: the weight in the loss of the prediction at each position, of the token that follows. The
	// last is 0.
	Weights []float32
}

// Sequence makes sequence number row of the batch of a step.
func (m *Mixture) Sequence(step, row int) (Sequence, error) {
	length := m.Shape(step).Length
	s := Sequence{Index: step*m.rows + row}
	u := data.Rand("mixture source", m.config.Seed, uint64(s.Index)).Float64()
	source := m.sources[pick(u, m.shares)]
	s.Source = source.Name()
	var err error
	if s.Example, err = source.Sample(m.config.Seed, s.Index, length); err != nil {
		return s, fmt.Errorf("mixture: sequence %d of %s: %w", s.Index, s.Source, err)
	}
	if len(s.Tokens) != length {
		return s, fmt.Errorf("mixture: sequence %d of %s has %d tokens, want %d: the source is at fault", s.Index, s.Source, len(s.Tokens), length)
	}
	s.Weights = m.config.weigh(s.Example)
	return s, nil
}

// weigh gives each position its weight.
func (c Config) weigh(e Example) []float32 {
	weights := make([]float32, len(e.Tokens))
	plain := c.TaskTextWeight
	if len(e.Answers) == 0 {
		plain = 1
	}
	for i := range len(weights) - 1 {
		weights[i] = plain
	}
	for _, a := range e.Answers {
		weights[a.Position] = c.AnswerWeight
	}
	return weights
}
