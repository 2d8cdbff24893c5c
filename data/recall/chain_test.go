package recall_test

import (
	"math"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// near reports whether hits of n trials are within five standard deviations of a share.
func near(hits, n, share float64) bool {
	return math.Abs(hits-n*share) <= 5*math.Sqrt(n*share*(1-share))
}

// TestEveryDepthIsAskedEquallyOften counts the hops of questions.
func TestEveryDepthIsAskedEquallyOften(t *testing.T) {
	for _, hops := range []int{2, 3} {
		task := newSymbols(t, recall.Chains(hops))
		count, n := map[int]float64{}, 0.0
		for i := range 300 {
			for _, q := range sampleOf(t, task, 9, i, 128, 48).Queries {
				count[len(q.Steps())]++
				n++
			}
		}
		if len(count) != hops {
			t.Errorf("chains of %d: questions take %v", hops, count)
		}
		for steps, times := range count {
			if !near(times, n, 1/float64(hops)) {
				t.Errorf("chains of %d: %g of %g questions take %d hops", hops, times, n, steps)
			}
		}
	}
}

func TestDeepChainsAskForTheLastKeyOnly(t *testing.T) {
	task := newSymbols(t, recall.Chains(3).Deep().With(recall.Decoys))
	for _, q := range sampleOf(t, task, 1, 0, 2048, 16).Queries {
		if len(q.Hops) != 3 {
			t.Errorf("question after token %d takes %d hops, want 3", q.Position, len(q.Hops))
		}
	}
}

// TestDecoysOfChainsLookLikeChains verifies that the values of decoys are keys as often as those of chains, always of
// earlier decoys, so that no key that is asked for, and none on the way, is named by a decoy.
func TestDecoysOfChainsLookLikeChains(t *testing.T) {
	for _, hops := range []int{2, 3} {
		task := newSymbols(t, recall.Chains(hops).Deep().With(recall.Decoys))
		s := sampleOf(t, task, 1, 0, 1<<14, 16)
		own := map[int]bool{}
		for _, q := range s.Queries {
			for _, step := range q.Steps() {
				own[step.Value] = true
			}
		}
		named, decoys := decoyNames(t, s, own, task.Config().Keys)
		// An earlier decoy's key is the decoy's own, and not taken, about once in 48 keys or fewer.
		if share := float64(hops-1) / float64(hops); math.Abs(named/decoys-share) > 0.05 {
			t.Errorf("%d hops: %g of %g decoys name a key, want about %.2f", hops, named, decoys, share)
		}
	}
}

// decoyNames counts the decoys whose value is a key, and all decoys. It fails where the key has no decoy before.
func decoyNames(t *testing.T, s data.Sample, own map[int]bool, keys int) (named, decoys float64) {
	defined := map[int32]bool{}
	for _, n := range s.Needles {
		if own[int(n.Value)] {
			continue
		}
		decoys++
		if value := s.Tokens[n.Value]; int(value) < keys {
			named++
			if !defined[value] {
				t.Errorf("decoy at token %d names key %d, which no earlier decoy has", n.Value, value)
			}
		}
		defined[n.Key] = true
	}
	return named, decoys
}

// TestRepeatedKeysDiffer verifies what makes the order of needles matter: who takes any one of them is right once in
// Repeats.
func TestRepeatedKeysDiffer(t *testing.T) {
	task := newSymbols(t, recall.Plain().Repeating(3, recall.Newest))
	r := data.Rand("any needle")
	right, n := 0.0, 0.0
	for i := range 400 {
		s := sampleOf(t, task, 4, i, 128, 48)
		for _, q := range s.Queries {
			var values []int32
			for _, p := range s.Needles {
				if int(p.Key) == q.Key {
					values = append(values, s.Tokens[p.Value])
				}
			}
			if values[r.IntN(len(values))] == q.Answer {
				right++
			}
			n++
		}
	}
	if !near(right, n, 1.0/3) {
		t.Errorf("any needle is right %g times of %g, want a third", right, n)
	}
}
