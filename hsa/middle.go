package hsa

// middle is the end of the middle of the stream: the last states of the lower half, from which the upper half starts.
type middle struct {
	dim, maxTail, keep int       // keep: states that are kept at least
	end                int       // tokens read
	states             []float32 // [n dim], the last ones
	held               bool      // nothing is dropped but by drop
}

// append adds states [n dim]. It drops old ones only when there are twice as many as are kept, so that each is moved
// once at most.
func (m *middle) append(states []float32) {
	m.end += len(states) / m.dim
	limit := m.keep * m.dim
	switch {
	case m.held:
	case len(states) >= limit:
		m.states, states = m.states[:0], states[len(states)-limit:]
	case len(m.states)+len(states) > 2*limit:
		m.states = m.states[:copy(m.states, m.states[len(m.states)-limit:])]
	}
	m.states = append(m.states, states...)
}

// first is the position of the first state that is kept.
func (m *middle) first() int { return m.end - len(m.states)/m.dim }

// rows are the states of n tokens from a position on [n dim].
func (m *middle) rows(position, n int) []float32 {
	from := (position - m.first()) * m.dim
	return m.states[from : from+n*m.dim]
}

// drop forgets the states before a position.
func (m *middle) drop(position int) {
	if over := (position - m.first()) * m.dim; over > 0 {
		m.states = m.states[:copy(m.states, m.states[over:])]
	}
}
