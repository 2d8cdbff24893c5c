package hsa

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// Resume goes on from a state. The state must be of this model: of the same config, weights and interventions; the
// options must be those of the stream that it is of, or larger.
func (m *Model) Resume(st *StreamState, o StreamOptions) (*Stream, error) {
	if err := m.checkState(st); err != nil {
		return nil, err
	}
	s := m.NewStream(o)
	r := &stateReader{tensors: map[string]safetensors.Tensor{}, used: map[string]bool{}}
	for _, t := range st.Tensors {
		r.tensors[t.Name] = t
	}
	s.restore(st, r)
	if r.err == nil {
		r.err = r.unused()
	}
	if r.err != nil {
		s.Free()
		return nil, fmt.Errorf("state: %w", r.err)
	}
	return s, nil
}

// checkState refuses the state of another model.
func (m *Model) checkState(st *StreamState) error {
	if st.Config != m.cfg {
		return fmt.Errorf("state: it is of a model with another config: %s", configDifference(st.Config, m.cfg))
	}
	model, err := m.fingerprint()
	if err != nil {
		return err
	}
	if st.Model != model {
		return fmt.Errorf("state: it is of a model with the same config but other weights or interventions")
	}
	if st.Read < 0 || (st.Upper && (st.UpperFrom < 0 || st.UpperAt < st.UpperFrom || st.UpperAt > st.Read)) {
		return fmt.Errorf("state: positions %d, %d, %d contradict each other", st.UpperFrom, st.UpperAt, st.Read)
	}
	return nil
}

// restore takes the tensors of a state; r.err says what is wrong with them.
func (s *Stream) restore(st *StreamState, r *stateReader) {
	c := s.model.cfg
	s.read, s.lower.read, s.middle.end = st.Read, st.Read, st.Read
	s.encoder.first = c.Chunks(st.Read) * c.Chunk
	r.carry(s.lower.list, s.lower.carry)
	s.middle.states = r.floats("middle", -1, c.Dim)
	s.partial = r.floats("partial", st.Read%c.Chunk, c.Dim)
	for i := 0; i*StateBlock < c.Chunks(st.Read) && r.err == nil; i++ {
		s.restoreChunks(i, min(StateBlock, c.Chunks(st.Read)-i*StateBlock), r)
	}
	first := s.middle.first()
	if least := max(0, s.read-s.middle.keep); r.err == nil && (first < 0 || first > least && !s.middle.held) {
		r.err = fmt.Errorf("middle begins at token %d, and a stream of MaxTail %d needs those from %d on", first, s.middle.maxTail, least)
	}
	if !st.Upper || r.err != nil {
		return
	}
	s.upper = s.newUpperHalf(st.UpperAt)
	s.upper.since = st.UpperAt - st.UpperFrom
	for g := range c.Groups {
		r.carry(c.groupCarry(g), s.upper.carry[g])
		r.leader(g, s.upper.leaders[g], c.RetrievalHeads())
	}
}

func (s *Stream) restoreChunks(i, n int, r *stateReader) {
	c := s.model.cfg
	width := c.MemoryKVHeads * c.HeadDim()
	landmarks := r.floats(fmt.Sprintf("chunks.landmarks.%d", i), n, c.LandmarkSize())
	k := r.floats(fmt.Sprintf("chunks.k.%d", i), n, c.Chunk, width)
	v := r.floats(fmt.Sprintf("chunks.v.%d", i), n, c.Chunk, width)
	if r.err != nil {
		return
	}
	kv, largest := c.Chunk*width, max(1, s.segment/c.Chunk)
	for at := 0; at < n && r.err == nil; at += largest {
		some := min(largest, n-at)
		part := func(flat []float32, size int, dims ...int) *tensors.Tensor {
			return tensors.FromFlatDataAndDimensions(flat[at*size:(at+some)*size], append([]int{1, some}, dims...)...)
		}
		parts := []*tensors.Tensor{
			part(landmarks, c.LandmarkSize(), c.LandmarkSize()),
			part(k, kv, c.Chunk, width), part(v, kv, c.Chunk, width),
		}
		r.err = s.memory.add(some, parts[0], parts[1], parts[2])
		free(parts...)
	}
}

// stateReader finds the tensors of a state; err is the first error.
type stateReader struct {
	tensors map[string]safetensors.Tensor
	used    map[string]bool
	err     error
}

// floats reads a tensor of rows [rows dims…]; any number of them where rows is negative, and one that may be missing
// then or where it is 0.
func (r *stateReader) floats(name string, rows int, dims ...int) []float32 {
	return stateValues[float32](r, name, rows, dims)
}

func stateValues[T safetensors.Element](r *stateReader, name string, rows int, dims []int) []T {
	t, there := r.tensors[name]
	if r.err != nil || (!there && rows <= 0) {
		return nil
	}
	r.used[name] = true
	switch {
	case !there:
		r.err = fmt.Errorf("%s is missing", name)
	case len(t.Shape) == 0 || !slices.Equal(t.Shape[1:], dims) || (rows >= 0 && t.Shape[0] != rows):
		r.err = fmt.Errorf("%s: want %d rows of %v, the state has %v", name, rows, dims, t.Shape)
	}
	if r.err != nil {
		return nil
	}
	values, err := safetensors.Values[T](t)
	r.err = err
	return values
}

func (r *stateReader) carry(list []carried, into []*tensors.Tensor) {
	for i, entry := range list {
		values := r.floats(entry.name, entry.dims[0], entry.dims[1:]...)
		if r.err != nil {
			return
		}
		free(into[i])
		into[i] = tensors.FromFlatDataAndDimensions(values, entry.dims...)
	}
}

func (r *stateReader) leader(g int, l *leader, heads int) {
	most := 0
	chunks, scores := make([][]int32, heads), make([][]float32, heads)
	for h := range heads {
		chunks[h] = stateValues[int32](r, fmt.Sprintf("leader.%d.%d.chunks", g, h), -1, nil)
		scores[h] = r.floats(fmt.Sprintf("leader.%d.%d.scores", g, h), len(chunks[h]))
		most = max(most, len(chunks[h]))
		if all := r.floats(fmt.Sprintf("leader.%d.%d.all", g, h), -1); all != nil {
			l.all = append(l.all, all)
		}
	}
	if r.err != nil {
		return
	}
	l.picks.reset(heads, 1, most)
	for h := range heads {
		l.picks.count[h] = len(chunks[h])
		copy(l.picks.chunks[h*most:], chunks[h])
		copy(l.picks.scores[h*most:], scores[h])
	}
}

// unused names a tensor that no part of the stream is made of.
func (r *stateReader) unused() error {
	for name := range r.tensors {
		if !r.used[name] {
			return fmt.Errorf("%s is no part of the state of this model", name)
		}
	}
	return nil
}

// configDifference names the keys in which two configs differ.
func configDifference(a, b Config) string {
	var values [2]map[string]any
	for i, c := range []Config{a, b} {
		raw, err := json.Marshal(c)
		if err == nil {
			err = json.Unmarshal(raw, &values[i])
		}
		if err != nil {
			return err.Error()
		}
	}
	var list []string
	for _, key := range slices.Sorted(maps.Keys(values[0])) {
		if values[0][key] != values[1][key] {
			list = append(list, fmt.Sprintf("%s is %v and the model has %v", key, values[0][key], values[1][key]))
		}
	}
	return strings.Join(list, ", ")
}
