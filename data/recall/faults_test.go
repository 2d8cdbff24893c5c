package recall_test

import (
	"slices"
	"strings"
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

// chainFaults are planted in samples of chains.
var chainFaults = map[string]func(s *data.Sample){
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
	"shallow question first": askShallowFirst,
}

// listFaults are planted in samples of chains whose answers name the keys.
var listFaults = map[string]func(s *data.Sample){
	"part":           func(s *data.Sample) { s.Queries[1].Part = 0 },
	"answer in hops": func(s *data.Sample) { s.Queries[1].Hops = s.Queries[0].Steps() },
	"hop skipped":    func(s *data.Sample) { s.Tokens[s.Queries[0].Position+1] = s.Queries[1].Answer },
}

// newestFaults are planted in samples of repeated keys.
var newestFaults = map[string]func(s *data.Sample){
	"the older value":      func(s *data.Sample) { s.Tokens[s.Queries[0].Position+1] = s.Tokens[oldest(s)] },
	"values swapped":       func(s *data.Sample) { swap(s, s.Queries[0].Value, oldest(s)) },
	"twice the same value": func(s *data.Sample) { s.Tokens[oldest(s)] = s.Queries[0].Answer },
}

// reverseFaults are planted in samples that are asked by values.
var reverseFaults = map[string]func(s *data.Sample){
	"another key":       func(s *data.Sample) { s.Tokens[s.Queries[0].Value] = (s.Queries[0].Answer + 1) % 16 },
	"evidence":          func(s *data.Sample) { s.Queries[0].Evidence.Start-- },
	"id of a needle":    func(s *data.Sample) { s.Needles[0].Key++ },
	"value of a needle": func(s *data.Sample) { s.Needles[0].Value++ },
}

// straddleFaults are planted in samples whose needles all straddle.
var straddleFaults = map[string]func(s *data.Sample){
	"one needle inside a chunk": func(s *data.Sample) {
		at := int(s.Needles[0].Value) // `key value noise` becomes `noise key value`
		swap(s, at, at+1)
		swap(s, at-1, at)
	},
	"gold chunk of the key": func(s *data.Sample) { s.Queries[0].Chunk-- },
}

// TestCheckerCatchesFaultsOfOtherTasks is the negative control for chains, repeated keys, reversed and straddling tasks.
func TestCheckerCatchesFaultsOfOtherTasks(t *testing.T) {
	for name, faults := range map[string]map[string]func(s *data.Sample){
		"chain2": chainFaults, "chain2-listed": listFaults, "newest": newestFaults, "reverse": reverseFaults, "straddle": straddleFaults,
	} {
		task := newSymbols(t, named(t, name))
		if err := checkSymbols(task, sampleOf(t, task, 1, 0, 128, 48), 128, 48); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for fault, plant := range faults {
			s := sampleOf(t, task, 1, 0, 128, 48)
			plant(&s)
			if checkSymbols(task, s, 128, 48) == nil {
				t.Errorf("%s, %s: not caught", name, fault)
			}
		}
	}
}

// TestCheckerTellsTasksApart checks samples of one task as those of another.
func TestCheckerTellsTasksApart(t *testing.T) {
	for _, tt := range []struct{ sample, as, want string }{
		{"newest", "oldest", "the answer after token"},
		{"newest", "plain", "has 2 needles, want 1"},
		{"plain", "newest", "has 1 needles, want 2"},
		{"straddle", "straddle-half", "9 of 9 needles straddle, want 5"},
		{"plain", "straddle", "0 of 30 needles straddle, want 30"},
		{"chain2", "chain2-deep", "1 hops, want 2"},
		{"chain3", "chain2", "3 hops, want 1 to 2"},
		{"chain2-deep", "chain2-listed", "the answer after token"},
	} {
		s := sampleOf(t, newSymbols(t, named(t, tt.sample)), 1, 0, 128, 48)
		err := checkSymbols(newSymbols(t, named(t, tt.as)), s, 128, 48)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s as %s: error %v, want %q", tt.sample, tt.as, err, tt.want)
		}
	}
}

func swap(s *data.Sample, a, b int) { s.Tokens[a], s.Tokens[b] = s.Tokens[b], s.Tokens[a] }

// deep is the first query of several hops.
func deep(s *data.Sample) *data.Query {
	return &s.Queries[slices.IndexFunc(s.Queries, func(q data.Query) bool { return len(q.Hops) > 1 })]
}

// oldest is the token of the oldest value of the first question's key.
func oldest(s *data.Sample) int { return slices.Index(s.Tokens, int32(s.Queries[0].Key)) + 1 }

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
