package hsa

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// reopened saves the state of a stream and resumes from the file.
func reopened(t *testing.T, s *Stream, o StreamOptions) *Stream {
	t.Helper()
	st, err := s.State()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "state.safetensors")
	if err := st.Save(path); err != nil {
		t.Fatal(err)
	}
	if st, err = LoadStreamState(path); err != nil {
		t.Fatal(err)
	}
	back, err := s.model.Resume(st, o)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// continued reads and decodes more tokens and returns all that a stream then says.
func continued(t *testing.T, s *Stream, tokens []int32) []float32 {
	t.Helper()
	var all []float32
	for i := 0; i < len(tokens); i += 8 {
		for _, token := range tokens[i : i+3] {
			logits, err := s.Next(token)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, logits...)
		}
		if err := s.Append(tokens[i+3 : i+8]); err != nil {
			t.Fatal(err)
		}
		if s.middle.held { // a tail cannot go back behind Next
			continue
		}
		tail, err := s.Tail(4, TailOptions{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, tail.Logits...)
	}
	return all
}

// TestResumeBitForBit saves streams at all kinds of moments: inside a window, a chunk, a block, before and after Next.
func TestResumeBitForBit(t *testing.T) {
	o := StreamOptions{Segment: 16, MaxTail: 4}
	eachStreamed(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		tokens := randomTokens(rand.New(rand.NewPCG(7, 1)), c.Vocab, 64)
		for _, at := range []int{0, 1, 6, 23, 40} {
			for decoded := range 2 {
				s := m.NewStream(o)
				if err := s.Append(tokens[:at]); err != nil {
					t.Fatal(err)
				}
				for _, token := range tokens[at : at+decoded] {
					if _, err := s.Next(token); err != nil {
						t.Fatal(err)
					}
				}
				back := reopened(t, s, o)
				rest := tokens[at+decoded:][:16]
				if want, got := continued(t, s, rest), continued(t, back, rest); !slices.Equal(want, got) {
					t.Errorf("resumed behind %d tokens and %d decoded: logits differ by %g", at, decoded, maxDiff(want, got))
				}
				s.Free()
				back.Free()
			}
		}
	})
}

func TestResumeRefuses(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	s := m.NewStream(StreamOptions{MaxTail: 4, Segment: 8})
	if err := s.Append(randomTokens(rand.New(rand.NewPCG(7, 1)), c.Vocab, 130)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(1); err != nil {
		t.Fatal(err)
	}
	state := func(change func(*StreamState)) *StreamState {
		st, err := s.State()
		if err != nil {
			t.Fatal(err)
		}
		change(st)
		return st
	}
	keep := func(*StreamState) {}
	other := c
	other.Window, other.TopK = 4, 3
	wider := testModel(t, other)
	weights, err := NewModel(testBackend(t), &Weights{Config: c, Values: livelyValues(c, 12)})
	if err != nil {
		t.Fatal(err)
	}
	defer weights.Close()
	cut, err := m.With(ScaleHSA(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	defer cut.Close()
	for name, test := range map[string]struct {
		model *Model
		state *StreamState
		tail  int
		says  string
	}{
		"another config":   {wider, state(keep), 4, "top_k is 2 and the model has 3, window is 8 and the model has 4"},
		"other weights":    {weights, state(keep), 4, "other weights or interventions"},
		"an intervention":  {cut, state(keep), 4, "other weights or interventions"},
		"a longer tail":    {m, state(keep), 100, "middle begins at token"},
		"a missing tensor": {m, state(func(st *StreamState) { st.Tensors = dropTensor(st.Tensors, "lower.0.attn.k") }), 4, "lower.0.attn.k is missing"},
		"missing chunks":   {m, state(func(st *StreamState) { st.Tensors = dropTensor(st.Tensors, "chunks.v.0") }), 4, "chunks.v.0 is missing"},
		"a strange tensor": {m, state(func(st *StreamState) { st.Tensors = append(st.Tensors, safetensors.Tensor{Name: "x"}) }), 4, "x is no part"},
		"fewer tokens":     {m, state(func(st *StreamState) { st.Read, st.UpperAt = 123, 123 }), 4, "want 30 rows of [8], the state has [32 8]"},
		"positions":        {m, state(func(st *StreamState) { st.UpperAt = 500 }), 4, "contradict"},
		"negative length":  {m, state(func(st *StreamState) { st.Read = -1 }), 4, "contradict"},
	} {
		if _, err := test.model.Resume(test.state, StreamOptions{MaxTail: test.tail, Segment: 8}); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: error %v, want one with %q", name, err, test.says)
		}
	}
}

func dropTensor(list []safetensors.Tensor, name string) []safetensors.Tensor {
	return slices.DeleteFunc(list, func(t safetensors.Tensor) bool { return t.Name == name })
}

// TestLoadStreamStateRefuses: a file of another kind is no state.
func TestLoadStreamStateRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "weights.safetensors")
	if err := safetensors.WriteFile(path, nil, map[string]string{"format": "pt"}); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadStreamState(path); err == nil || !strings.Contains(err.Error(), "not the state of a stream") {
		t.Errorf("error %v", err)
	}
	if _, err := LoadStreamState(path + ".not"); err == nil {
		t.Error("a file that is not there was read")
	}
}

// ExampleModel_Resume stops in the middle of a text and goes on from a file.
func ExampleModel_Resume() {
	backend, err := OpenBackend("go")
	if err != nil {
		panic(err)
	}
	c := Nano(32)
	m, err := NewModel(backend, &Weights{Config: c, Values: c.InitialValues(1)})
	if err != nil {
		panic(err)
	}
	defer m.Close()
	s := m.NewStream(StreamOptions{MaxTail: 8})
	if err := s.Append(make([]int32, 100)); err != nil {
		panic(err)
	}
	state, err := s.State()
	if err != nil {
		panic(err)
	}
	back, err := m.Resume(state, StreamOptions{MaxTail: 8})
	if err != nil {
		panic(err)
	}
	a, err := s.Next(1)
	if err != nil {
		panic(err)
	}
	b, err := back.Next(1)
	if err != nil {
		panic(err)
	}
	fmt.Println(back.Len(), back.Chunks(), slices.Equal(a, b))
	// Output: 101 12 true
}
