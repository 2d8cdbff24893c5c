package babi

import "slices"

// fact is the latest that was told of an actor's place: that it is one of the places, or (not) none of them.
type fact struct {
	line   int
	places []string
	not    bool
}

// tellNegation is task 9: moves, "is in" and "is not in", then whether somebody is in a room.
func tellNegation(t *teller) bool {
	h := newHouse(t)
	facts := map[string]fact{}
	for range perStory {
		for range 2 {
			actor := pick(h.rng, h.actors)
			facts[actor] = h.tellFact(actor)
		}
		h.askFact(facts)
	}
	return true
}

// tellFact tells something true of the actor's place.
func (h *house) tellFact(actor string) fact {
	say := h.pack.Statements
	switch h.rng.IntN(3) {
	case 0:
		place := pickOther(h.rng, h.places, h.at[actor])
		h.at[actor] = place
		return fact{line: h.tell(say.Move, actor, place), places: []string{place}}
	case 1:
		return fact{line: h.tell(say.IsIn, actor, h.at[actor]), places: []string{h.at[actor]}}
	default:
		place := pickOther(h.rng, h.places, h.at[actor])
		return fact{line: h.tell(say.IsNotIn, actor, place), places: []string{place}, not: true}
	}
}

// askFact asks about the latest fact of somebody, for another room half of the time if the fact is positive.
func (h *house) askFact(facts map[string]fact) {
	actor := pick(h.rng, keys(facts))
	known := facts[actor]
	place, yes := known.places[0], !known.not
	if yes && h.coin() {
		place, yes = pickOther(h.rng, h.places, place), false
	}
	h.ask(yesNo(yes), []int{known.line}, h.pack.Questions.IsInActor, actor, place)
}

// tellEither is task 10: moves, "is in" and "either in … or in …", then whether somebody is in a room, half of the time
// in one that is possible.
func tellEither(t *teller) bool {
	h := newHouse(t)
	facts := map[string]fact{}
	for range perStory {
		for range 2 {
			actor := pick(h.rng, h.actors)
			facts[actor] = h.tellPlaces(actor, facts[actor].places)
		}
		actor := pick(h.rng, keys(facts))
		known := facts[actor]
		place := pick(h.rng, known.places)
		if h.coin() {
			place = pickOther(h.rng, h.places, known.places...)
		}
		h.ask(known.answer(place), []int{known.line}, h.pack.Questions.IsInActor, actor, place)
	}
	return true
}

// tellPlaces tells where the actor is, of whom the listener knows the given places. "Either" says that the actor has
// gone to a place that was not among them.
func (h *house) tellPlaces(actor string, known []string) fact {
	say := h.pack.Statements
	var f fact
	switch h.rng.IntN(3) {
	case 0:
		place := pickOther(h.rng, h.places, append([]string{h.at[actor]}, known...)...)
		h.at[actor] = place
		f = fact{line: h.tell(say.Move, actor, place), places: []string{place}}
	case 1:
		f = fact{line: h.tell(say.IsIn, actor, h.at[actor]), places: []string{h.at[actor]}}
	default:
		place := pickOther(h.rng, h.places, known...)
		other := pickOther(h.rng, h.places, append([]string{place}, known...)...)
		h.at[actor] = place
		both := shuffled(h.rng, []string{place, other})
		f = fact{line: h.tell(say.Either, actor, both[0], both[1]), places: both}
	}
	return f
}

// answer says whether a person of whom the fact is known is in the place.
func (f fact) answer(place string) Answer {
	switch {
	case !slices.Contains(f.places, place):
		return NewAnswer(YesNoMaybe, No)
	case len(f.places) > 1:
		return NewAnswer(YesNoMaybe, Maybe)
	default:
		return NewAnswer(YesNoMaybe, Yes)
	}
}
