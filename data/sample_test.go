package data_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
)

// small is a sample made by hand: tokens 0 to 4 are keys, 10 and more values.
//
//	0  1 | 2  3 | 4  5 | 6  7 | 8  9 10
//	1 11 | 2 12 | 9  3 | 13 9 | 2 12  9
func small() data.Sample {
	return data.Sample{
		Tokens: []int32{1, 11, 2, 12, 9, 3, 13, 9, 9, 2, 12},
		Tail:   3,
		Queries: []data.Query{
			{Position: 9, Answer: 12, Key: 2, Evidence: data.Span{Start: 2, End: 4}, Value: 3, Chunk: 1},
		},
		Needles: []data.Placement{{Key: 1, Value: 1}, {Key: 2, Value: 3}, {Key: 3, Value: 6}},
	}
}

func TestCheckAcceptsASoundSample(t *testing.T) {
	if err := small().Check(2); err != nil {
		t.Error(err)
	}
	none := small()
	none.Queries[0].Evidence, none.Queries[0].Value, none.Queries[0].Chunk = data.NoSpan, -1, -1
	if err := none.Check(2); err != nil {
		t.Errorf("query without evidence: %v", err)
	}
}

// TestCheckCatchesFaults is the negative control: every planted fault must be reported.
func TestCheckCatchesFaults(t *testing.T) {
	faults := map[string]func(s *data.Sample){
		"answer is another token":        func(s *data.Sample) { s.Queries[0].Answer = 11 },
		"token after the question":       func(s *data.Sample) { s.Tokens[10] = 11 },
		"value token":                    func(s *data.Sample) { s.Tokens[3] = 11 },
		"chunk":                          func(s *data.Sample) { s.Queries[0].Chunk = 0 },
		"value outside the evidence":     func(s *data.Sample) { s.Queries[0].Value = 4 },
		"evidence in the tail":           func(s *data.Sample) { s.Queries[0].Evidence = data.Span{Start: 9, End: 11} },
		"question in the context":        func(s *data.Sample) { s.Queries[0].Position = 2 },
		"question at the last token":     func(s *data.Sample) { s.Queries[0].Position = 10 },
		"questions out of order":         func(s *data.Sample) { s.Queries = append(s.Queries, s.Queries[0]) },
		"key of another needle":          func(s *data.Sample) { s.Queries[0].Key = 3 },
		"needle missing":                 func(s *data.Sample) { s.Needles = slices.Delete(s.Needles, 1, 2) },
		"needles out of order":           func(s *data.Sample) { s.Needles[0], s.Needles[1] = s.Needles[1], s.Needles[0] },
		"needle in the tail":             func(s *data.Sample) { s.Needles[2].Value = 8 },
		"tail longer than the sample":    func(s *data.Sample) { s.Tail = 12 },
		"value without evidence":         func(s *data.Sample) { s.Queries[0].Evidence = data.NoSpan },
		"negative position":              func(s *data.Sample) { s.Queries[0].Position = -1 },
		"evidence longer than context":   func(s *data.Sample) { s.Queries[0].Evidence.End = 9 },
		"tail negative":                  func(s *data.Sample) { s.Tail = -1 },
		"value of the evidence negative": func(s *data.Sample) { s.Queries[0].Value = -1 },
	}
	for name, plant := range faults {
		s := small()
		plant(&s)
		if s.Check(2) == nil {
			t.Errorf("%s: not caught", name)
		}
	}
	if s := small(); s.Check(0) == nil {
		t.Error("chunk size 0: not caught")
	}
}

func TestDepth(t *testing.T) {
	s := small()
	if got, want := s.Depth(s.Queries[0]), 3.0/7; got != want {
		t.Errorf("Depth = %g, want %g", got, want)
	}
	if got := s.Depth(data.Query{Value: -1}); got != -1 {
		t.Errorf("Depth without evidence = %g, want -1", got)
	}
}

func TestChunkKeys(t *testing.T) {
	tests := []struct {
		chunk int
		want  [][]int32
	}{
		{2, [][]int32{{1}, {2}, {}, {3}, {}, {}}},
		{4, [][]int32{{1, 2}, {3}, {}}},
		{7, [][]int32{{1, 2, 3}, {}}},
		{100, [][]int32{{1, 2, 3}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, data.ChunkKeys(small(), tt.chunk)); diff != "" {
			t.Errorf("ChunkKeys(%d), -want +got:\n%s", tt.chunk, diff)
		}
	}
}

func TestChunkKeysDoNotShareRoom(t *testing.T) {
	keys := data.ChunkKeys(small(), 4)
	_ = append(keys[0], 99)
	if keys[1][0] != 3 {
		t.Errorf("appending to chunk 0 changed chunk 1 to %v", keys[1])
	}
}

func TestRandGolden(t *testing.T) {
	r := data.Rand("recall", 1, 2)
	got := []uint64{r.Uint64(), r.Uint64()}
	want := []uint64{0xb98b173d59ac0462, 0x4894d1128b88fbac}
	if !slices.Equal(got, want) {
		t.Errorf("Rand(recall, 1, 2) = %#x, want %#x", got, want)
	}
}

func TestRandStreamsDiffer(t *testing.T) {
	seen := map[uint64]string{}
	for name, r := range map[string]uint64{
		"a":       data.Rand("a").Uint64(),
		"a 0":     data.Rand("a", 0).Uint64(),
		"a 0 0":   data.Rand("a", 0, 0).Uint64(),
		"a 1":     data.Rand("a", 1).Uint64(),
		"a 256":   data.Rand("a", 256).Uint64(),
		"b 1":     data.Rand("b", 1).Uint64(),
		"ab":      data.Rand("ab").Uint64(),
		"a 0 1":   data.Rand("a", 0, 1).Uint64(),
		"a 1 0":   data.Rand("a", 1, 0).Uint64(),
		"empty":   data.Rand("").Uint64(),
		"empty 0": data.Rand("", 0).Uint64(),
	} {
		if other, ok := seen[r]; ok {
			t.Errorf("streams %q and %q are the same", name, other)
		}
		seen[r] = name
	}
}

func TestHash(t *testing.T) {
	type definition struct{ A, B int }
	if data.Hash(definition{1, 2}) == data.Hash(definition{2, 1}) {
		t.Error("two definitions have one hash")
	}
	if got, want := data.Hash(definition{1, 2}), "f7ef7cc3945f6773"; got != want {
		t.Errorf("Hash = %s, want %s", got, want)
	}
	if got, want := data.HashTokens([]int32{1, 2, 3}), "4636993d3e1da4e9"; got != want {
		t.Errorf("HashTokens = %s, want %s", got, want)
	}
	long := make([]int32, 5000)
	before := data.HashTokens(long)
	long[4999] = 1
	if before == data.HashTokens(long) {
		t.Error("HashTokens does not see the last token")
	}
}

func TestCheckSize(t *testing.T) {
	for _, tt := range []struct {
		index, length, tail int
		want                string // part of the message, "" if none
	}{
		{0, 128, 48, ""},
		{0, data.MaxLength, 1, ""},
		{-1, 128, 48, "index"},
		{0, 0, 0, "length"},
		{0, data.MaxLength + 1, 1, "length"},
		{0, 128, 0, "tail"},
		{0, 128, 128, "tail"},
	} {
		err := data.CheckSize(tt.index, tt.length, tt.tail)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("CheckSize(%d, %d, %d) = %v, want %q", tt.index, tt.length, tt.tail, err, tt.want)
		}
	}
}
