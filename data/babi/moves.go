package babi

// perStory is the number of questions of most stories.
const perStory = 5

// tellWhere is task 1: two moves, then the place of somebody seen moving.
func tellWhere(t *teller) bool {
	return tellMoves(t, func(h *house, actor string) {
		h.ask(NewAnswer(Place, h.at[actor]), []int{h.moved[actor]}, h.pack.Questions.WhereActor, actor)
	})
}

// tellIsIn is task 6: two moves, then whether somebody is in a room, half of the time the right one.
func tellIsIn(t *teller) bool {
	return tellMoves(t, func(h *house, actor string) {
		place, yes := h.at[actor], h.coin()
		if !yes {
			place = pickOther(h.rng, h.places, place)
		}
		h.ask(yesNo(yes), []int{h.moved[actor]}, h.pack.Questions.IsInActor, actor, place)
	})
}

func tellMoves(t *teller, ask func(h *house, actor string)) bool {
	h := newHouse(t)
	for range perStory {
		for range 2 {
			if _, ok := h.happen(walking, nil); !ok {
				return false
			}
		}
		ask(h, pick(h.rng, h.seen()))
	}
	return true
}

// tellPronoun is task 11: somebody moves, then he or she moves on.
func tellPronoun(t *teller) bool {
	h := newHouse(t)
	forms := t.pack.Statements.Pronoun
	for range perStory {
		e, ok := h.happen(walking, nil)
		if !ok {
			return false
		}
		pronoun := forms.Pronouns.Other
		if h.pack.Worlds.Basic.Actors[e.actor][1] == "male" {
			pronoun = forms.Pronouns.Male
		}
		place := pickOther(h.rng, h.places, e.target)
		line := h.state(fill(pick(h.rng, forms.Adverbs), pronoun) + fill(pick(h.rng, forms.Verbs), place))
		h.arrive(line, place, e.actor)
		h.ask(NewAnswer(Place, place), []int{e.line, line}, h.pack.Questions.WhereActor, e.actor)
	}
	return true
}

// tellPair is task 12: two pairs move together, drawn one after the other.
func tellPair(t *teller) bool {
	h := newHouse(t)
	for range perStory {
		first, _ := h.movePair()
		second, _ := h.movePair()
		actor := pick(h.rng, append(first, second...))
		h.ask(NewAnswer(Place, h.at[actor]), []int{h.moved[actor]}, h.pack.Questions.WhereActor, actor)
	}
	return true
}

// tellThey is task 13: a pair moves, then they move on.
func tellThey(t *teller) bool {
	h := newHouse(t)
	forms := t.pack.Statements.They
	for range perStory {
		pair, before := h.movePair()
		place := pickOther(h.rng, h.places, h.at[pair[0]])
		line := h.state(pick(h.rng, forms.Adverbs) + fill(pick(h.rng, forms.Verbs), place))
		h.arrive(line, place, pair...)
		h.ask(NewAnswer(Place, place), []int{before, line}, h.pack.Questions.WhereActor, pick(h.rng, pair))
	}
	return true
}

// movePair moves two people to a place where neither is.
func (h *house) movePair() (pair []string, line int) {
	pair = shuffled(h.rng, h.actors)[:2:2]
	place := pickOther(h.rng, h.places, h.at[pair[0]], h.at[pair[1]])
	line = h.tell(h.pack.Statements.Move, fill(h.pack.Statements.Conjunction, pair...), place)
	h.arrive(line, place, pair...)
	return pair, line
}
