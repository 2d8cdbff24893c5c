package recall

import (
	"math"
	"sort"

	"github.com/hsalab/hsalab/data"
)

// A subject is what one question can be about: a key with its needles (a value with its needles where
// the task is reversed), or a chain.

// perSubject is the number of needles of a subject.
func (c Config) perSubject() int { return max(1, c.Hops, c.Repeats) }

// keysPerSubject is the number of keys of a subject.
func (c Config) keysPerSubject() int { return max(1, c.Hops) }

// depths is how many different questions there are about a subject.
func (c Config) depths() int {
	if c.Hops == 0 {
		return 1
	}
	return c.Hops - c.Shallowest + 1
}

// asking is the number of ids that needles are asked by: keys, or values where the task is reversed.
func (c Config) asking() int {
	if c.Reverse {
		return c.Values
	}
	return c.Keys
}

// answers is the number of tokens of an answer.
func (c Config) answers() int {
	switch {
	case c.Listed:
		return c.Hops
	case c.Answer == All:
		return c.Repeats
	}
	return 1
}

// needle is the number of tokens of a needle.
func (c Config) needle() int { return c.KeySymbols + 1 }

// question is the number of tokens of a question with its answer. Where a task is reversed keys have one symbol.
func (c Config) question() int { return c.KeySymbols + c.answers() }

// side is the number of first symbols, and of second symbols, of two-symbol keys.
func (c Config) side() int { return int(math.Round(math.Sqrt(float64(c.Keys)))) }

// filled is the number of needles that fill NeedleShare of the places of a context, at least one subject where there is
// room for it.
func (c Config) filled(context int) int {
	r := c.room(context)
	places := r.inside + r.across
	n := min(places, max(c.perSubject(), int(math.Round(c.NeedleShare*float64(places)))))
	if c.Straddle == 0 {
		return n
	}
	return sort.Search(n, func(i int) bool { return !c.fits(i+1, r) })
}

// straddling is how many of some needles lie across chunk boundaries.
func (c Config) straddling(needles int) int { return int(math.Round(c.Straddle * float64(needles))) }

func (c Config) fits(needles int, r room) bool {
	across := c.straddling(needles)
	return across <= r.across && needles-across <= r.inside
}

// most is the largest number of needles of a noise haystack, as many as in training unless it is set.
func (c Config) most() int {
	if c.Needles > 0 {
		return c.Needles
	}
	return c.filled(c.TrainLength - data.TrainTail(c.TrainLength))
}

// subjects is how many subjects a context holds whose keys appear with their own needles only, all different, if so many
// questions are asked: in a noise haystack no more than in training.
func (c Config) subjects(context, questions int) int {
	needles, keys := c.filled(context), c.asking()
	if c.Haystack == Decoys {
		return min(questions, needles/c.perSubject(), (keys-1)/c.keysPerSubject())
	}
	return min(needles/c.perSubject(), c.most()/c.perSubject(), keys/c.keysPerSubject())
}

// counts is the number of questions of a sample and of the subjects of its context.
func (c Config) counts(context, tail int) (questions, subjects int) {
	fit := tail / c.question()
	subjects = c.subjects(context, fit)
	return min(fit, subjects*c.depths()), subjects
}

// smallest is the length of the shortest context that holds a subject.
func (c Config) smallest() int {
	return sort.Search(data.MaxLength, func(context int) bool { return c.subjects(context, 1) > 0 })
}
