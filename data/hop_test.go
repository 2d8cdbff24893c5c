package data_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
)

// chained is a sample made by hand: tokens 0 to 4 are keys, 10 and more values. Key 2 has key 1 as its
// value, key 1 has 11, so the question for key 2 takes two hops; the question for key 3 has an answer of two tokens.
//
//	0  1 | 2  3 | 4  5 | 6  7 | 8  9 | 10 11 12
//	1 11 | 2  1 | 3 13 | 3 14 | 2 11 | 3  13 14
func chained() data.Sample {
	first := data.Hop{Key: 2, Evidence: data.Span{Start: 2, End: 4}, Value: 3, Chunk: 1}
	second := data.Hop{Key: 1, Evidence: data.Span{Start: 0, End: 2}, Value: 1, Chunk: 0}
	return data.Sample{
		Tokens: []int32{1, 11, 2, 1, 3, 13, 3, 14, 2, 11, 3, 13, 14},
		Tail:   5,
		Queries: []data.Query{
			{Position: 8, Answer: 11, Key: 1, Evidence: second.Evidence, Value: 1, Chunk: 0, Hops: []data.Hop{first, second}},
			{Position: 10, Answer: 13, Key: 3, Evidence: data.Span{Start: 4, End: 6}, Value: 5, Chunk: 2},
			{Position: 11, Answer: 14, Key: 3, Evidence: data.Span{Start: 6, End: 8}, Value: 7, Chunk: 3, Part: 1},
		},
		Needles: []data.Placement{{Key: 1, Value: 1}, {Key: 2, Value: 3}, {Key: 3, Value: 5}, {Key: 3, Value: 7}},
	}
}

func TestCheckAcceptsHopsAndParts(t *testing.T) {
	if err := chained().Check(2); err != nil {
		t.Error(err)
	}
}

// TestCheckCatchesFaultyHops is the negative control: every planted fault must be reported.
func TestCheckCatchesFaultyHops(t *testing.T) {
	hop := func(s *data.Sample, i int) *data.Hop { return &s.Queries[0].Hops[i] }
	for name, plant := range map[string]func(s *data.Sample){
		"hop that leads elsewhere":     func(s *data.Sample) { s.Tokens[3] = 4 },
		"hop to another key":           func(s *data.Sample) { hop(s, 0).Key = 3 },
		"chunk of a hop":               func(s *data.Sample) { hop(s, 0).Chunk = 0 },
		"evidence of a hop":            func(s *data.Sample) { hop(s, 0).Evidence.End = 3 },
		"evidence of a hop, missing":   func(s *data.Sample) { hop(s, 0).Evidence = data.NoSpan },
		"hop beyond the sample":        func(s *data.Sample) { hop(s, 0).Value, hop(s, 0).Evidence.End = 90, 91 },
		"needle of a hop missing":      func(s *data.Sample) { s.Needles = append(s.Needles[:1], s.Needles[2:]...) },
		"hops in the wrong order":      func(s *data.Sample) { h := s.Queries[0].Hops; h[0], h[1] = h[1], h[0] },
		"last hop missing":             func(s *data.Sample) { s.Queries[0].Hops = s.Queries[0].Hops[:1] },
		"one hop":                      func(s *data.Sample) { s.Queries[0].Hops = s.Queries[0].Hops[1:] },
		"hops without evidence":        func(s *data.Sample) { q := &s.Queries[0]; q.Evidence, q.Value, q.Chunk = data.NoSpan, -1, -1 },
		"part without the one before":  func(s *data.Sample) { s.Queries[2].Part = 2 },
		"part without a question":      func(s *data.Sample) { s.Queries[0].Part = 1 },
		"part that does not come next": func(s *data.Sample) { s.Queries[1].Position, s.Queries[1].Answer = 9, 3 },
	} {
		s := chained()
		plant(&s)
		if s.Check(2) == nil {
			t.Errorf("%s: not caught", name)
		}
	}
}

func TestSteps(t *testing.T) {
	s := chained()
	var got [][]int
	for _, q := range s.Queries {
		var chunks []int
		for _, step := range q.Steps() {
			chunks = append(chunks, step.Chunk)
		}
		got = append(got, chunks)
	}
	if diff := cmp.Diff([][]int{{1, 0}, {2}, {3}}, got); diff != "" {
		t.Errorf("chunks of the steps, -want +got:\n%s", diff)
	}
	if steps := (data.Query{Evidence: data.NoSpan}).Steps(); steps != nil {
		t.Errorf("a query without evidence has steps %v", steps)
	}
}
