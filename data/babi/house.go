package babi

import "slices"

// house is the basic world: people who move between places and take, drop and give things. It tells what happens and
// keeps both what is so and what a listener knows of it.
type house struct {
	*teller
	actors, places, objects []string

	at     map[string]string // place of each actor
	lies   map[string]string // place of each object that nobody holds
	holder map[string]string // who holds an object
	held   map[string][]string

	moved  map[string]int   // line of each actor's last move
	taken  map[string]int   // line since which the object's holder has it
	hands  map[string][]int // lines that say what came into an actor's hands or left them
	active map[string]bool  // actors who have taken, dropped or given something
}

// act is a kind of event.
type act int

const (
	moves act = iota
	gets
	drops
	gives
)

// event is what one statement told.
type event struct {
	act           act
	line          int
	actor, target string // target: the receiver, or the place
	object        string
}

func newHouse(t *teller) *house {
	basic := t.pack.Worlds.Basic
	h := &house{
		teller: t,
		actors: keys(basic.Actors), places: basic.Locations, objects: keys(basic.Objects),
		at: map[string]string{}, lies: map[string]string{}, holder: map[string]string{}, held: map[string][]string{},
		moved: map[string]int{}, taken: map[string]int{}, hands: map[string][]int{}, active: map[string]bool{},
	}
	for actor, start := range basic.Actors {
		h.at[actor] = start[0]
	}
	for object, start := range basic.Objects {
		h.lies[object] = start
	}
	return h
}

// The groups of events that the statements of a family are drawn from: a group first, then an event of it.
var (
	walking  = [][]act{{moves}}
	carrying = [][]act{{gets, drops}, {gets, drops}, {moves}}
	giving   = [][]act{{gets}, {gives}, {moves}}
	handling = [][]act{{gets, drops}, {gives}, {gives}, {moves}}
)

// happen draws one of the groups and tells an event of it that is possible and allowed, or one of another group where
// there is none; false if nothing can happen.
func (h *house) happen(groups [][]act, allowed func(event) bool) (event, bool) {
	for _, acts := range shuffled(h.rng, groups) {
		for range 100 {
			if e := h.draw(pick(h.rng, acts)); h.possible(e) && (allowed == nil || allowed(e)) {
				return h.carryOut(e), true
			}
		}
	}
	return event{}, false
}

// draw draws an event of the kind, possible or not.
func (h *house) draw(kind act) event {
	e := event{act: kind, actor: pick(h.rng, h.actors)}
	switch kind {
	case moves:
		e.target = pick(h.rng, h.places)
	case gives:
		e.target = pick(h.rng, h.actors)
		fallthrough
	default:
		e.object = pick(h.rng, h.objects)
	}
	return e
}

func (h *house) possible(e event) bool {
	switch e.act {
	case moves:
		return h.at[e.actor] != e.target
	case gets:
		place, loose := h.lies[e.object]
		return loose && place == h.at[e.actor]
	case drops:
		return h.holder[e.object] == e.actor
	default:
		return h.holder[e.object] == e.actor && e.target != e.actor && h.at[e.target] == h.at[e.actor]
	}
}

// carryOut tells the event and changes the world.
func (h *house) carryOut(e event) event {
	say := h.pack.Statements
	switch e.act {
	case moves:
		e.line = h.tell(say.Move, e.actor, e.target)
		h.arrive(e.line, e.target, e.actor)
		return e
	case gets:
		e.line = h.tell(say.Get, e.actor, e.object)
		delete(h.lies, e.object)
		h.receive(e.line, e.actor, e.object)
	case drops:
		e.line = h.tell(say.Drop, e.actor, e.object)
		h.release(e.line, e.actor, e.object)
		h.lies[e.object] = h.at[e.actor]
	case gives:
		e.line = h.tell(say.Give, e.actor, e.target, e.object)
		h.release(e.line, e.actor, e.object)
		h.receive(e.line, e.target, e.object)
	}
	h.active[e.actor] = true
	return e
}

// arrive notes that the actors are at the place, as line says.
func (h *house) arrive(line int, place string, actors ...string) {
	for _, actor := range actors {
		h.at[actor], h.moved[actor] = place, line
	}
}

func (h *house) receive(line int, actor, object string) {
	h.holder[object], h.taken[object] = actor, line
	h.held[actor] = append(h.held[actor], object)
	h.hands[actor] = append(h.hands[actor], line)
}

func (h *house) release(line int, actor, object string) {
	delete(h.holder, object)
	h.held[actor] = slices.DeleteFunc(h.held[actor], func(o string) bool { return o == object })
	h.hands[actor] = append(h.hands[actor], line)
}

// seen are the actors whose place has been told, in the order of their names.
func (h *house) seen() []string { return keys(h.moved) }
