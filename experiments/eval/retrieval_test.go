package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// handmade is the tail of two tokens of a model with two layers, two heads in the second.
func handmade() *hsa.Tail {
	one := hsa.TailGroup{
		Heads: 1, Picks: [][]int{{3, 1}, {2, 0}}, Weights: [][]float32{{0.5, 0.25}, {0.75, 0.125}},
		AllScores: [][]float32{{0, 5, 1, 9}, {7, 0, 8, 1}},
	}
	two := hsa.TailGroup{
		Heads: 2, Picks: [][]int{{0}, {1}, {3}, {2}}, Weights: [][]float32{{1}, {1}, {0.5}, {0.25}},
		AllScores: [][]float32{{9, 0, 1, 2}, {0, 9, 1, 2}, {1, 2, 3, 9}, {1, 2, 9, 3}},
	}
	return &hsa.Tail{First: 32, Len: 2, Vocab: 1, Logits: make([]float32, 2), Groups: []hsa.TailGroup{one, two}}
}

func TestRetrieved(t *testing.T) {
	for _, c := range []struct {
		name                string
		layer, token, chunk int
		want                results.Retrieval
	}{
		{"picked second", 0, 0, 1, results.Retrieval{Gold: 1, Rank: 2, Weight: 0.25, Hit: true}},
		{"not picked", 0, 1, 3, results.Retrieval{Gold: 3, Rank: 3}},
		{"by the second head alone", 1, 0, 3, results.Retrieval{Layer: 1, Gold: 3, Rank: 1, Weight: 0.25, Hit: true}},
		{"not seen", 0, 0, 9, results.Retrieval{Gold: 9}},
	} {
		if diff := cmp.Diff(c.want, retrieved(handmade(), c.layer, c.token, c.chunk)); diff != "" {
			t.Errorf("%s (-want +got): %s", c.name, diff)
		}
	}
}

// TestRetrievalOfTwoHops: the row has the last layer on the last hop; a swap of the hops' gold chunks must show.
func TestRetrievalOfTwoHops(t *testing.T) {
	e := &evaluation{trained: mustOpen(t, "nano")}
	q := data.Query{Position: 32, Evidence: data.Span{Start: 24, End: 26}, Value: 25, Chunk: 3, Hops: []data.Hop{{Value: 9, Chunk: 1}, {Value: 25, Chunk: 3}}}
	row := func(q data.Query) results.Row {
		r := results.Row{Variant: "v", Task: "t", Length: 34, Ratio: 1, GoldChunk: -1}
		e.retrieval(&r, probed{Sample: data.Sample{Tokens: make([]int32, 34), Tail: 2}}, handmade(), question{tokens: []data.Query{q}})
		if err := r.Check(); err != nil {
			t.Error(err)
		}
		return r
	}
	r := row(q)
	want := []results.Retrieval{
		{Layer: 0, Hop: 0, Gold: 1, Rank: 2, Weight: 0.25, Hit: true}, {Layer: 0, Hop: 1, Gold: 3, Rank: 1, Weight: 0.5, Hit: true},
		{Layer: 1, Hop: 0, Gold: 1, Rank: 3}, {Layer: 1, Hop: 1, Gold: 3, Rank: 1, Weight: 0.25, Hit: true},
	}
	if diff := cmp.Diff(want, r.Layers); diff != "" || r.GoldChunk != 3 || r.Rank != 1 || !r.Hit || r.GoldWeight != 0.25 {
		t.Errorf("row %+v (-want +got): %s", r, diff)
	}
	q.Hops[0], q.Hops[1] = q.Hops[1], q.Hops[0]
	if diff := cmp.Diff(want, row(q).Layers); diff == "" {
		t.Error("swapped hops are not seen")
	}
}

// TestRetrievalOfSeveralTokens: each token of an answer must pick its own chunk; the worst rank counts.
func TestRetrievalOfSeveralTokens(t *testing.T) {
	e := &evaluation{trained: mustOpen(t, "nano")}
	token := func(position, value, part int) data.Query {
		return data.Query{Position: position, Evidence: data.Span{Start: value, End: value + 1}, Value: value, Chunk: value / 8, Part: part}
	}
	tail := handmade()
	tail.Groups = tail.Groups[:1]
	r := results.Row{GoldChunk: -1}
	e.retrieval(&r, probed{Sample: data.Sample{Tokens: make([]int32, 34), Tail: 2}}, tail, question{tokens: []data.Query{token(32, 8, 0), token(33, 24, 1)}})
	if r.Hit || r.Rank != 3 || r.GoldWeight != 0.125 || r.GoldChunk != 1 || r.Layers != nil || r.Picked != nil {
		t.Errorf("row %+v; want no hit, rank 3, weight 0.125, chunk 1", r)
	}
}
