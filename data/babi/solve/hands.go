package solve

import (
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

// hands are the things that the actor holds, in the order of getting them, and whether the facts say anything of it.
func hands(facts []fact, actor string) (things []string, told bool) {
	lose := func(thing string) {
		things = slices.DeleteFunc(things, func(t string) bool { return t == thing })
	}
	for _, f := range facts {
		switch w := f.words; {
		case f.kind == toldGet && w[0] == actor:
			things, told = append(things, w[1]), true
		case f.kind == toldDrop && w[0] == actor:
			lose(w[1])
			told = true
		case f.kind == toldGive && w[0] == actor:
			lose(w[2])
			told = true
		case f.kind == toldGive && w[1] == actor:
			things, told = append(things, w[2]), true
		}
	}
	return things, told
}

func count(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	things, told := hands(facts, w[0])
	if !told || len(things) >= len(pack.Numerals) {
		return "", ErrUnknown
	}
	return pack.Numerals[len(things)], nil
}

func holding(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	things, told := hands(facts, w[0])
	switch {
	case !told:
		return "", ErrUnknown
	case len(things) == 0:
		return pack.Nothing, nil
	default:
		return strings.Join(things, ","), nil
	}
}

func given(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	return lastGift(facts, 2, func(g []string) bool { return g[0] == w[0] && g[1] == w[1] })
}

func receiver(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	return lastGift(facts, 1, func(g []string) bool { return g[2] == w[0] })
}

func receiverOf(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	return lastGift(facts, 1, func(g []string) bool { return g[0] == w[0] && g[2] == w[1] })
}

// lastGift is one word (giver 0, receiver 1, thing 2) of the last gift that fits.
func lastGift(facts []fact, word int, fits func(gift []string) bool) (string, error) {
	for _, f := range slices.Backward(facts) {
		if f.kind == toldGive && fits(f.words) {
			return f.words[word], nil
		}
	}
	return "", ErrUnknown
}
