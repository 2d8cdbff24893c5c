package mixture

import "fmt"

// Shard is one of several readers that share the sequences of each batch: reader Index of Count. The zero value is
// the only reader.
type Shard struct {
	Index int `json:"index"`
	Count int `json:"count"`
}

// rows are the rows of a batch that the shard reads.
func (s Shard) rows(sequences int) (from, to int) {
	count := max(s.Count, 1)
	return s.Index * sequences / count, (s.Index + 1) * sequences / count
}

// check refuses a shard that would read nothing.
func (s Shard) check(c Config) error {
	if s == (Shard{}) {
		return nil
	}
	if s.Index < 0 || s.Index >= s.Count {
		return fmt.Errorf("mixture: shard %d of %d: want 0 to %d", s.Index, s.Count, s.Count-1)
	}
	for _, shape := range c.Lengths {
		if shape.Sequences%s.Count != 0 {
			return fmt.Errorf("mixture: %d shards do not divide the %d sequences of length %d: change either", s.Count, shape.Sequences, shape.Length)
		}
	}
	return nil
}

// Batch is the sequences of one step, or a shard's part of them. All have one length.
type Batch struct {
	Step      int
	Length    int
	Sequences []Sequence
}

// Tokens are the tokens of all sequences: [sequences · length].
func (b Batch) Tokens() []int32 {
	all := make([]int32, 0, len(b.Sequences)*b.Length)
	for _, s := range b.Sequences {
		all = append(all, s.Tokens...)
	}
	return all
}

// Weights are the weights of all predictions: [sequences · length].
func (b Batch) Weights() []float32 {
	all := make([]float32, 0, len(b.Sequences)*b.Length)
	for _, s := range b.Sequences {
		all = append(all, s.Weights...)
	}
	return all
}

// Batch makes the batch of a step, or the shard's part of it.
func (m *Mixture) Batch(step int, shard Shard) (Batch, error) {
	if step < 0 {
		return Batch{}, fmt.Errorf("mixture: step %d: want 0 or more", step)
	}
	if err := shard.check(m.config); err != nil {
		return Batch{}, err
	}
	shape := m.Shape(step)
	b := Batch{Step: step, Length: shape.Length}
	from, to := shard.rows(shape.Sequences)
	for row := from; row < to; row++ {
		s, err := m.Sequence(step, row)
		if err != nil {
			return b, err
		}
		b.Sequences = append(b.Sequences, s)
	}
	return b, nil
}
