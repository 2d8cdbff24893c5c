package babi

import "slices"

// longest is the number of lines after which a story that has not found its questions is thrown away.
const longest = 150

// tellCarried is task 2: where is an object that somebody holds whose place was told.
func tellCarried(t *teller) bool {
	h := newHouse(t)
	return h.untilAsked(nil, func() (asked, ok bool) {
		object, found := h.drawObject(func(o string) bool { return h.moved[h.holder[o]] > 0 })
		if found {
			actor := h.holder[object]
			h.ask(NewAnswer(Place, h.at[actor]), []int{h.taken[object], h.moved[actor]}, h.pack.Questions.WhereObject, object)
		}
		return found, true
	})
}

// visit is a place in which an object was seen to be, and the lines that say so.
type visit struct {
	place    string
	supports []int
}

// tellBefore is task 3: where was an object before its last place. A story in which the question drawn does not rest on
// exactly three statements is thrown away.
func tellBefore(t *teller) bool {
	h := newHouse(t)
	visits := map[string][]visit{}
	note := func(e event) { h.noteVisits(visits, e) }
	return h.untilAsked(note, func() (asked, ok bool) {
		object, found := h.drawObject(func(o string) bool { return len(visits[o]) > 1 })
		if !found {
			return false, true
		}
		last := visits[object][len(visits[object])-2:]
		supports := slices.Compact(slices.Sorted(slices.Values(slices.Concat(last[0].supports, last[1].supports))))
		if len(supports) != 3 {
			return false, false
		}
		h.ask(NewAnswer(Place, last[0].place), supports, h.pack.Questions.WhereBeforeObject, object, last[1].place)
		return true, true
	})
}

// noteVisits adds to the places of the objects what the event tells of them.
func (h *house) noteVisits(visits map[string][]visit, e event) {
	seen := func(object string) {
		v := visit{h.at[e.actor], []int{h.taken[object], h.moved[e.actor]}}
		list := visits[object]
		if n := len(list); n > 0 && list[n-1].place == v.place {
			list = list[:n-1]
		}
		visits[object] = append(list, v)
	}
	switch {
	case e.act == moves:
		for _, object := range h.held[e.actor] {
			seen(object)
		}
	case e.act == gets && h.moved[e.actor] > 0:
		seen(e.object)
	}
}

// untilAsked lets people move, take and drop until five questions are asked: after three statements or more since the
// last one, with chance 1/2. The story is thrown away when ask is not ok or nothing comes about.
func (h *house) untilAsked(note func(event), ask func() (asked, ok bool)) bool {
	since := 0
	for questions := 0; questions < perStory; {
		e, ok := h.happen(carrying, nil)
		if !ok || len(h.lines) > longest {
			return false
		}
		if note != nil {
			note(e)
		}
		if since++; since < 3 || h.coin() {
			continue
		}
		asked, ok := ask()
		if !ok {
			return false
		}
		if asked {
			questions, since = questions+1, 0
		}
	}
	return true
}

// drawObject draws one of the objects that the condition holds for.
func (h *house) drawObject(condition func(object string) bool) (object string, found bool) {
	objects := slices.DeleteFunc(slices.Clone(h.objects), func(o string) bool { return !condition(o) })
	if len(objects) == 0 {
		return "", false
	}
	return pick(h.rng, objects), true
}
