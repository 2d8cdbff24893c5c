package solve

import (
	"slices"

	"github.com/hsalab/hsalab/data/taskpack"
)

// scene is what a listener pictures: where people and things are, and where things have been.
type scene struct {
	place map[string]string   // of people whose place is told
	lies  map[string]string   // of things that lie in a known place
	owner map[string]string   // who has a thing
	been  map[string][]string // the known places of a thing, each once in a row
	last  []string            // who moved last
}

// picture follows the facts in order.
func picture(facts []fact) (*scene, error) {
	s := &scene{place: map[string]string{}, lies: map[string]string{}, owner: map[string]string{}, been: map[string][]string{}}
	for _, f := range facts {
		if err := s.follow(f.kind, f.words); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *scene) follow(k kind, w []string) error {
	switch k {
	case toldMove:
		s.move(w[1], w[0])
	case toldPair:
		s.move(w[2], w[0], w[1])
	case toldPronoun:
		if len(s.last) != 1 {
			return ErrUnknown
		}
		s.move(w[1], s.last[0])
	case toldThey:
		if len(s.last) != 2 {
			return ErrUnknown
		}
		s.move(w[0], s.last...)
	case toldGet:
		s.own(w[0], w[1])
	case toldGive:
		s.own(w[1], w[2])
	case toldDrop:
		delete(s.owner, w[1])
		if place, known := s.place[w[0]]; known {
			s.lies[w[1]] = place
		}
	}
	return nil
}

func (s *scene) move(place string, who ...string) {
	s.last = slices.Clone(who)
	for _, actor := range who {
		s.place[actor] = place
		for thing, owner := range s.owner {
			if owner == actor {
				s.visit(thing, place)
			}
		}
	}
}

func (s *scene) own(actor, thing string) {
	s.owner[thing] = actor
	delete(s.lies, thing)
	if place, known := s.place[actor]; known {
		s.visit(thing, place)
	}
}

func (s *scene) visit(thing, place string) {
	if n := len(s.been[thing]); n == 0 || s.been[thing][n-1] != place {
		s.been[thing] = append(s.been[thing], place)
	}
}

func whereActor(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	s, err := picture(facts)
	if err != nil {
		return "", err
	}
	return known(s.place[w[0]])
}

func whereObject(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	s, err := picture(facts)
	if err != nil {
		return "", err
	}
	if owner, held := s.owner[w[0]]; held {
		return known(s.place[owner])
	}
	return known(s.lies[w[0]])
}

func beforeObject(_ *taskpack.Babi, facts []fact, w []string) (string, error) {
	s, err := picture(facts)
	if err != nil {
		return "", err
	}
	return before(s.been[w[0]], w[1])
}

// beforeActor orders what is told of the actor by the time of day.
func beforeActor(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	var places []string
	for _, time := range pack.Times {
		for _, f := range facts {
			switch {
			case f.kind == toldTimeMove && f.words[0] == time && f.words[1] == w[0]:
				places = append(places, f.words[2])
			case f.kind == toldMoveTime && f.words[2] == time && f.words[0] == w[0]:
				places = append(places, f.words[1])
			}
		}
	}
	return before(places, w[1])
}

// before is the place ahead of the last visit to the given one.
func before(places []string, place string) (string, error) {
	for i := len(places) - 1; i > 0; i-- {
		if places[i] == place {
			return places[i-1], nil
		}
	}
	return "", ErrUnknown
}

// isIn keeps the places in which the actor can be, and answers yes, no or maybe. Facts that cannot all be so say that
// the actor has moved: the later one holds.
func isIn(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	everywhere := pack.Worlds.Basic.Locations
	possible, told := everywhere, false
	for _, f := range facts {
		if len(f.words) < 2 || f.words[0] != w[0] {
			continue
		}
		told = true
		places := f.words[1:]
		switch f.kind {
		case toldMove, toldIsIn:
			possible = places
		case toldEither:
			possible = atLeastOne(without(possible, without(everywhere, places)), places)
		case toldIsNotIn:
			possible = atLeastOne(without(possible, places), without(everywhere, places))
		}
	}
	switch {
	case !told:
		return "", ErrUnknown
	case !slices.Contains(possible, w[1]):
		return "no", nil
	case len(possible) == 1:
		return "yes", nil
	default:
		return "maybe", nil
	}
}

func without(list, not []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(v string) bool { return slices.Contains(not, v) })
}

// atLeastOne is the list, or the other one if it is empty.
func atLeastOne(list, other []string) []string {
	if len(list) == 0 {
		return other
	}
	return list
}

// known is the word, [ErrUnknown] if there is none.
func known(word string) (string, error) {
	if word == "" {
		return "", ErrUnknown
	}
	return word, nil
}
