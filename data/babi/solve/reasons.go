package solve

import (
	"slices"

	"github.com/hsalab/hsalab/data/taskpack"
)

// bigger answers whether the first thing is bigger than the second.
func bigger(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	switch {
	case exceeds(facts, w[0], w[1], nil):
		return "yes", nil
	case exceeds(facts, w[1], w[0], nil):
		return "no", nil
	default:
		return "", ErrUnknown
	}
}

// fits answers whether the first thing fits in the second.
func fits(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	return bigger(pack, facts, []string{w[1], w[0]})
}

// exceeds reports whether a chain of comparisons leads down from a to b without the things already passed.
func exceeds(facts []fact, a, b string, passed []string) bool {
	for _, f := range facts {
		if f.kind != toldBigger || f.words[0] != a || slices.Contains(passed, f.words[1]) {
			continue
		}
		if f.words[1] == b || exceeds(facts, f.words[1], b, append(passed, a)) {
			return true
		}
	}
	return false
}

// find is word number want of the first fact of the kind whose word number at is the given one.
func find(facts []fact, k kind, at int, word string, want int) (string, error) {
	for _, f := range facts {
		if f.kind == k && f.words[at] == word {
			return f.words[want], nil
		}
	}
	return "", ErrUnknown
}

// fear goes from the name to the animal, to its plural, to what those are afraid of, and back to the singular.
func fear(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	animal, err := find(facts, toldAnimal, 0, w[0], 1)
	if err != nil {
		return "", err
	}
	feared, err := find(facts, toldFears, 0, pack.Worlds.Deduction.Animals[animal], 1)
	if err != nil {
		return "", err
	}
	for singular, plural := range pack.Worlds.Deduction.Animals {
		if plural == feared {
			return singular, nil
		}
	}
	return "", ErrUnknown
}

// color takes the color of the others of the same animal, which must agree.
func color(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	if own, err := find(facts, toldColor, 0, w[0], 1); err == nil {
		return own, nil
	}
	animal, err := find(facts, toldAnimal, 0, w[0], 1)
	if err != nil {
		return "", err
	}
	var colors []string
	for _, f := range facts {
		if f.kind == toldAnimal && f.words[1] == animal {
			if c, err := find(facts, toldColor, 0, f.words[0], 1); err == nil {
				colors = append(colors, c)
			}
		}
	}
	if colors = slices.Compact(colors); len(colors) != 1 {
		return "", ErrUnknown
	}
	return colors[0], nil
}

// whereTo answers with the place that the actor's state of mind leads to.
func whereTo(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	state, err := find(facts, toldState, 0, w[0], 1)
	if err != nil {
		return "", err
	}
	return known(pack.Worlds.Motivations.States[state][0])
}

// why answers with the actor's state of mind if it leads to the place or the object.
func why(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	state, err := find(facts, toldState, 0, w[0], 1)
	if err != nil {
		return "", err
	}
	if leads := pack.Worlds.Motivations.States[state]; !slices.Contains(leads[:], w[1]) {
		return "", ErrUnknown
	}
	return state, nil
}
