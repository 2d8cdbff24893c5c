package recall_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// few is a task with few symbols, so that guesses are often right.
func few(c recall.Config) recall.Config {
	c.Keys, c.Values = 8, 4
	if c.Reverse {
		c.Keys, c.Values = 4, 8
	}
	return c
}

// TestChance guesses blindly: the share of whole answers guessed right must be within five standard deviations of the
// stated chance.
func TestChance(t *testing.T) {
	for name, tt := range map[string]struct {
		config recall.Config
		want   float64
	}{
		"plain":       {recall.Plain(), 1.0 / 4},
		"chain":       {recall.Chains(2), 1.0 / 4},
		"deep chain":  {recall.Chains(3).Deep(), 1.0 / 4},
		"listed":      {recall.Chains(2).Listing(), 1.0 / (7 * 4)},
		"listed 3":    {recall.Chains(3).Listing(), 1.0 / (7 * 6 * 4)},
		"reverse":     {recall.Plain().Reversed(), 1.0 / 4},
		"reverse all": {recall.Plain().Reversed().Repeating(2, recall.All), 1.0 / (4 * 3)},
		"newest":      {recall.Plain().Repeating(3, recall.Newest), 1.0 / 4},
		"all":         {recall.Plain().Repeating(3, recall.All), 1.0 / (4 * 3 * 2)},
		"straddle":    {recall.Plain().Straddling(1), 1.0 / 4},
	} {
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			task := newSymbols(t, few(tt.config.With(h)))
			if got := task.Chance(); math.Abs(got-tt.want) > 1e-12 {
				t.Errorf("%s, %s: Chance = %g, want %g", name, h, got, tt.want)
			}
			right, n := guess(t, task, 1500)
			if sd := math.Sqrt(tt.want * (1 - tt.want) / n); math.Abs(right/n-tt.want) > 5*sd {
				t.Errorf("%s, %s: %g of %g guesses are right, want %g", name, h, right, n, tt.want)
			}
		}
	}
}

// guess answers all questions of some samples at random: symbols that an answer can hold, all different. It returns the
// number of right answers and of questions.
func guess(t *testing.T, task *recall.Symbols, samples int) (right, n float64) {
	r := data.Rand("guess")
	for i := range samples {
		s := sampleOf(t, task, 5, i, 128, 48)
		var answer []int32
		ok := true
		for j, q := range s.Queries {
			if q.Part == 0 {
				answer, ok = nil, true
			}
			token := guessToken(r, task, s, q, answer)
			answer = append(answer, token)
			ok = ok && token == q.Answer
			if j+1 < len(s.Queries) && s.Queries[j+1].Part > 0 {
				continue
			}
			if n++; ok {
				right++
			}
		}
	}
	return right, n
}

// guessToken draws the next symbol of an answer, unlike those before it and the key that is asked.
func guessToken(r *rand.Rand, task *recall.Symbols, s data.Sample, q data.Query, before []int32) int32 {
	c := task.Config()
	first, n := int32(c.Keys), c.Values
	if c.Reverse || c.Listed && len(before) < c.Hops-1 {
		first, n = 0, c.Keys
	}
	question := s.Tokens[q.Position-len(before)]
	for {
		token := first + r.Int32N(int32(n))
		taken := token == question
		for _, b := range before {
			taken = taken || token == b
		}
		if !taken {
			return token
		}
	}
}

// TestAnswersAreUniform verifies that no answer is more likely than another, so that a constant guess does no better.
func TestAnswersAreUniform(t *testing.T) {
	for _, name := range recall.Names() {
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			c := named(t, name).With(h)
			task := newSymbols(t, c)
			first, kinds := c.Keys, c.Values
			switch {
			case c.KeySymbols == 2:
				first = 16
			case c.Reverse:
				first, kinds = 0, c.Keys
			}
			count, n := make([]float64, kinds), 0.0
			for i := range 400 {
				for _, q := range sampleOf(t, task, 3, i, 128, 48).Queries {
					if c.Listed && q.Part < c.Hops-1 {
						continue
					}
					count[int(q.Answer)-first]++
					n++
				}
			}
			for v, times := range count {
				if sd := math.Sqrt(n / float64(kinds)); math.Abs(times-n/float64(kinds)) > 5*sd {
					t.Errorf("%s, %s: answer %d is right %g times of %g", name, h, v, times, n)
				}
			}
		}
	}
}
