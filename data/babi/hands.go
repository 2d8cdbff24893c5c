package babi

import "slices"

// tellGiving is task 5: who gave what to whom last. After the gift that is asked for come up to five statements that do
// not change the answer.
func tellGiving(t *teller) bool {
	h := newHouse(t)
	since := 0
	for questions := 0; questions < perStory; {
		gift, ok := h.happen(giving, nil)
		if !ok || len(h.lines) > longest {
			return false
		}
		if since++; gift.act != gives || since < 2 {
			continue
		}
		harmless := func(e event) bool {
			again := e.act == gives && e.actor == gift.actor && e.target == gift.target
			return !again && e.object != gift.object
		}
		for range h.rng.IntN(6) {
			h.happen(giving, harmless)
		}
		h.askGift(gift)
		questions, since = questions+1, 0
	}
	return true
}

func (h *house) askGift(gift event) {
	forms, line := h.pack.Questions.Give, []int{gift.line}
	switch h.rng.IntN(3) {
	case 0:
		h.ask(NewAnswer(Object, gift.object), line, forms[0], gift.actor, gift.target)
	case 1:
		h.ask(NewAnswer(Actor, gift.target), line, forms[1], gift.object)
	default:
		h.ask(NewAnswer(Actor, gift.target), line, forms[2], gift.actor, gift.object)
	}
}

// tellCounting is task 7: how many things somebody holds.
func tellCounting(t *teller) bool {
	return tellHands(t, func(h *house, actor string) {
		numeral := h.pack.Numerals[len(h.held[actor])]
		h.ask(NewAnswer(Number, numeral), h.hands[actor], h.pack.Questions.Count, actor)
	})
}

// tellHolding is task 8: which things somebody holds.
func tellHolding(t *teller) bool {
	return tellHands(t, func(h *house, actor string) {
		things := slices.Clone(h.held[actor])
		if len(things) == 0 {
			things = []string{h.pack.Nothing}
		}
		h.ask(NewAnswer(Objects, things...), h.hands[actor], h.pack.Questions.Holding, actor)
	})
}

// tellHands asks about somebody who has taken, dropped or given something: first when there is such a person, then
// after every two statements.
func tellHands(t *teller, ask func(h *house, actor string)) bool {
	h := newHouse(t)
	since := 0
	for questions := 0; questions < perStory; {
		if _, ok := h.happen(handling, nil); !ok {
			return false
		}
		if since++; since < 2 || len(h.active) == 0 {
			continue
		}
		ask(h, pick(h.rng, keys(h.active)))
		questions, since = questions+1, 0
	}
	return true
}
