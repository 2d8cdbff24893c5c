package eval

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments/results"
)

// scripted asks one question a sample: its tokens are those of the index, the last of which is the answer.
type scripted struct {
	texts  [][]int32
	answer int // tokens of the answer
	short  int // lengths below this are refused
}

func (scripted) info() taskInfo { return taskInfo{name: "scripted"} }
func (scripted) placed() bool   { return false }
func (scripted) show(tokens []int32) string {
	return string(rune('a' + tokens[0]))
}

func (s scripted) sample(_ context.Context, at spot) (probed, error) {
	if at.length < s.short {
		return probed{}, errors.New("too short")
	}
	tokens := s.texts[at.index%len(s.texts)]
	q := question{most: s.answer, eos: -1}
	for i := len(tokens) - s.answer; i < len(tokens); i++ {
		q.tokens = append(q.tokens, data.Query{Position: i - 1, Answer: tokens[i], Evidence: data.NoSpan, Value: -1, Chunk: -1, Part: len(q.tokens)})
	}
	return probed{Sample: data.Sample{Tokens: tokens, Tail: s.answer + 1}, asked: []question{q}}, nil
}

func TestLabelPrior(t *testing.T) {
	var p prior
	a := scripted{texts: [][]int32{{1, 2, 7}, {1, 2, 9}, {3, 4, 9}, {5, 9, 8}}, answer: 1, short: 20}
	if err := p.learn(context.Background(), a, []int{10, 20}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.best, []int32{9}) {
		t.Errorf("the most frequent answer is %v, want 9", p.best)
	}
	var none prior
	if err := none.learn(context.Background(), a, []int{10}); err == nil {
		t.Error("a task that cannot be made at any length has a prior")
	}
	var tied prior
	tied.learn(context.Background(), scripted{texts: [][]int32{{1, 8}, {1, 3}}, answer: 1}, []int{2})
	if !slices.Equal(tied.best, []int32{3}) {
		t.Errorf("of two answers equally frequent %v is taken, want the first, 3", tied.best)
	}
}

func TestRecency(t *testing.T) {
	p := prior{kind: map[int32]bool{10: true, 11: true, 12: true}}
	for _, c := range []struct {
		name   string
		tokens []int32
		n      int
		want   []int32
	}{
		{"the last value", []int32{1, 10, 2, 11, 3, 4}, 1, []int32{11}},
		{"what stands right before the answer counts", []int32{1, 10, 2, 12}, 1, []int32{12}},
		{"a run", []int32{10, 11, 12, 1, 12, 2}, 2, []int32{11, 12}},
		{"no run is long enough", []int32{10, 1, 11, 2}, 2, nil},
		{"none of the kind", []int32{1, 2, 3}, 1, nil},
	} {
		if got := p.recent(c.tokens, len(c.tokens)-1, c.n); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestRecencyOfKnownWords: where answers are known words it is the last of them before the question, whole and of any
// length.
func TestRecencyOfKnownWords(t *testing.T) {
	var p prior
	if err := p.learn(context.Background(), scripted{texts: [][]int32{{1, 7, 8}, {1, 5, 9}}, answer: 2}, []int{3}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		text []int32
		want []int32
	}{
		{"parts of two words are none", []int32{5, 9, 3, 7, 9, 8, 4}, []int32{5, 9}},
		{"the last one", []int32{5, 9, 7, 8, 2}, []int32{7, 8}},
		{"none", []int32{5, 7, 9, 8}, nil},
	} {
		q := question{context: len(c.text), tokens: make([]data.Query, 1)}
		if got := p.recency(append(c.text, 7, 8), q); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestControlsSeeWhatTheyShould plants a task that each control solves and the other does not.
func TestControlsSeeWhatTheyShould(t *testing.T) {
	m := mustOpen(t, "nano")
	for _, c := range []struct {
		name          string
		a             scripted
		prior, recent bool
	}{
		// The answer is always 9; 8 and 7 were answers in training and stand last.
		{"one answer", scripted{texts: [][]int32{{9, 8, 1, 9}, {9, 7, 1, 9}, {9, 1, 2, 8}, {9, 1, 2, 7}}, answer: 1}, true, false},
		// The answer is what was said last, and every answer as frequent.
		{"the last value", scripted{texts: [][]int32{{5, 8, 1, 8}, {5, 7, 1, 7}}, answer: 1}, false, true},
	} {
		e := &evaluation{trained: m, opt: Options{Variant: "nano", Lengths: []int{4}}}
		j := job{&task{asker: c.a, name: c.name}, spot{index: 0, length: 4, depth: anywhere}}
		p, err := c.a.sample(context.Background(), j.spot)
		if err != nil {
			t.Fatal(err)
		}
		for variant, want := range map[string]bool{LabelPrior: c.prior, Recency: c.recent} {
			rows, err := e.controlRows(context.Background(), j, p, variant)
			if err != nil || len(rows) != 1 || rows[0].Correct != want {
				t.Errorf("%s, %s: %+v, %v; want %t", c.name, variant, rows, err, want)
			}
		}
	}
}

// TestControlsAtChance: on recall in noise neither control is far from a guess among 16 values.
func TestControlsAtChance(t *testing.T) {
	o := Options{Lengths: []int{128}, Samples: 32, Controls: true, Skip: func(id results.ID) bool { return id.Variant == "nano" }}
	right, all := map[string]int{}, map[string]int{}
	for _, r := range rowsOf(t, mustOpen(t, "nano"), o) {
		all[r.Variant]++
		if r.Correct {
			right[r.Variant]++
		}
	}
	for _, variant := range []string{LabelPrior, Recency} {
		if share := float64(right[variant]) / float64(all[variant]); all[variant] < 500 || share < 0.02 || share > 0.12 {
			t.Errorf("%s answers %g of %d right, want about 1/16", variant, share, all[variant])
		}
	}
}
