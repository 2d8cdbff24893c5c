package recall_test

import (
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// TestCheckerCatchesFaults is the negative control of checkSymbols.
func TestCheckerCatchesFaults(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	q0 := func(s *data.Sample) *data.Query { return &s.Queries[0] }
	faults := map[string]func(s *data.Sample){
		"sound": func(*data.Sample) {},
		"another value in the context": func(s *data.Sample) {
			v := &s.Tokens[q0(s).Value]
			*v = 32 + (*v-32+1)%16
		},
		"key twice in the context": func(s *data.Sample) {
			other := s.Queries[1].Evidence.Start
			s.Tokens[other] = s.Tokens[q0(s).Evidence.Start]
		},
		"answer leaked in the tail": func(s *data.Sample) {
			last := s.Queries[len(s.Queries)-1]
			at := s.Context()
			s.Tokens[at], s.Tokens[at+1] = s.Tokens[last.Position], last.Answer
		},
		"token outside the vocabulary": func(s *data.Sample) { s.Tokens[0] = 64 },
		"one token short":              func(s *data.Sample) { s.Tokens = s.Tokens[1:] },
		"decoy not noted":              func(s *data.Sample) { s.Needles = s.Needles[1:] },
		"key of a needle":              func(s *data.Sample) { s.Needles[0].Key++ },
		"gold chunk":                   func(s *data.Sample) { q0(s).Chunk++ },
	}
	for name, plant := range faults {
		s := sampleOf(t, task, 1, 0, 128, 48)
		plant(&s)
		if err := checkSymbols(task, s, 128, 48); (err == nil) != (name == "sound") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCheckerCatchesFaultsOfOtherTasks is the negative control for chains, repeated keys, reversed and straddling tasks.
func TestCheckerCatchesFaultsOfOtherTasks(t *testing.T) {
	swap := func(s *data.Sample, a, b int) { s.Tokens[a], s.Tokens[b] = s.Tokens[b], s.Tokens[a] }
	deep := func(s *data.Sample) *data.Query {
		i := slices.IndexFunc(s.Queries, func(q data.Query) bool { return len(q.Hops) > 1 })
		return &s.Queries[i]
	}
	for name, faults := range map[string]map[string]func(s *data.Sample){
		"chain2": {
			"hops left out":    func(s *data.Sample) { deep(s).Hops = nil },
			"hop to elsewhere": func(s *data.Sample) { deep(s).Hops[0].Value -= 2 },
			"chain cut": func(s *data.Sample) {
				at := deep(s).Hops[0].Value
				s.Tokens[at] = s.Tokens[at-1]
			},
			"used before its needle": func(s *data.Sample) {
				h := deep(s).Hops
				swap(s, h[0].Value-1, h[1].Value-1)
				swap(s, h[0].Value, h[1].Value)
			},
			"shallow question first": func(s *data.Sample) { askShallowFirst(s) },
		},
		"chain2-listed": {
			"part":           func(s *data.Sample) { s.Queries[1].Part = 0 },
			"answer in hops": func(s *data.Sample) { s.Queries[1].Hops = s.Queries[0].Steps() },
			"hop skipped":    func(s *data.Sample) { s.Tokens[s.Queries[0].Position+1] = s.Queries[1].Answer },
		},
		"newest": {
			"the other value": func(s *data.Sample) { s.Tokens[s.Queries[0].Position+1] = otherValue(s, s.Queries[0]) },
			"values swapped": func(s *data.Sample) {
				q := s.Queries[0]
				swap(s, q.Value, slices.Index(s.Tokens[:s.Context()], int32(q.Key))+1)
			},
			"twice the same value": func(s *data.Sample) {
				q := s.Queries[0]
				s.Tokens[slices.Index(s.Tokens, int32(q.Key))+1] = q.Answer
			},
		},
		"reverse": {
			"another key":                        func(s *data.Sample) { s.Tokens[s.Queries[0].Value] = (s.Queries[0].Answer + 1) % 16 },
			"evidence":                           func(s *data.Sample) { s.Queries[0].Evidence.Start-- },
			"id of the key instead of the value": func(s *data.Sample) { s.Needles[0].Key = s.Tokens[s.Needles[0].Value] + 100 },
		},
		"straddle": {
			"one needle inside a chunk": func(s *data.Sample) {
				at := int(s.Needles[0].Value)
				moved := append(slices.Clone(s.Tokens[at-1:at+1]), s.Tokens[at+1])
				copy(s.Tokens[at:], moved[:2])
				s.Tokens[at-1] = moved[2]
			},
			"gold chunk of the key": func(s *data.Sample) { s.Queries[0].Chunk-- },
		},
	} {
		task := newSymbols(t, named(t, name))
		faults["sound"] = func(*data.Sample) {}
		for fault, plant := range faults {
			s := sampleOf(t, task, 1, 0, 128, 48)
			plant(&s)
			if err := checkSymbols(task, s, 128, 48); (err == nil) != (fault == "sound") {
				t.Errorf("%s, %s: %v", name, fault, err)
			}
		}
	}
}

// askShallowFirst exchanges two questions of one chain, tokens and queries.
func askShallowFirst(s *data.Sample) {
	for i, first := range s.Queries {
		for j := i + 1; j < len(s.Queries); j++ {
			second := s.Queries[j]
			if first.Key != second.Key {
				continue
			}
			a, b := first.Position, second.Position
			s.Tokens[a], s.Tokens[b] = s.Tokens[b], s.Tokens[a]
			s.Queries[i], s.Queries[j] = second, first
			s.Queries[i].Position, s.Queries[j].Position = a, b
			return
		}
	}
}

// otherValue is the first value of a key in the context.
func otherValue(s *data.Sample, q data.Query) int32 {
	return s.Tokens[slices.Index(s.Tokens, int32(q.Key))+1]
}
