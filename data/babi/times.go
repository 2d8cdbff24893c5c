package babi

import "slices"

// daySpan is what has been told of a day: for each actor the place and the line of each time.
type daySpan map[string]map[int]stay

type stay struct {
	place string
	line  int
}

// tellTimes is task 14: moves at the times of a day, told in any order, and where somebody was before a place. The
// questions are the lines 5, 8, 11, 14 and 17.
func tellTimes(t *teller) bool {
	h := newHouse(t)
	day := daySpan{}
	for n := range perStory {
		statements := 2
		if n == 0 {
			statements = 4
		}
		for range statements {
			h.tellStay(day)
		}
		actors := slices.DeleteFunc(keys(day), func(a string) bool { return len(day[a]) < 2 })
		if len(actors) == 0 {
			return false
		}
		h.askBefore(day, pick(h.rng, actors))
	}
	return true
}

// tellStay tells where an actor went at a time not yet told, to a place the actor has not been to.
func (h *house) tellStay(day daySpan) {
	free := slices.DeleteFunc(slices.Clone(h.actors), func(a string) bool { return len(day[a]) == len(h.pack.Times) })
	actor := pick(h.rng, free)
	if day[actor] == nil {
		day[actor] = map[int]stay{}
	}
	var times []int
	for i := range h.pack.Times {
		if _, told := day[actor][i]; !told {
			times = append(times, i)
		}
	}
	var been []string
	for _, s := range day[actor] {
		been = append(been, s.place)
	}
	time, place := pick(h.rng, times), pickOther(h.rng, h.places, been...)
	sentence := fill(pick(h.rng, h.pack.Statements.Move), actor, place)
	if h.coin() {
		sentence += " " + h.pack.Times[time]
	} else {
		sentence = h.pack.Times[time] + " " + sentence
	}
	day[actor][time] = stay{place, h.state(sentence)}
}

// askBefore asks where the actor was before a place other than the first one told.
func (h *house) askBefore(day daySpan, actor string) {
	times := keys(day[actor])
	later := 1 + h.rng.IntN(len(times)-1)
	before, after := day[actor][times[later-1]], day[actor][times[later]]
	h.ask(NewAnswer(Place, before.place), []int{before.line, after.line}, h.pack.Questions.WhereBeforeActor, actor, after.place)
}
