package solve

import (
	"cmp"
	"slices"
	"strings"
)

// kind is what a sentence says or asks.
type kind int

const (
	toldGet kind = iota // actor, object
	toldDrop
	toldGive     // giver, receiver, object
	toldMove     // actor, place
	toldPair     // actor, actor, place
	toldPronoun  // pronoun, place
	toldThey     // place
	toldMoveTime // actor, place, time
	toldTimeMove // time, actor, place
	toldIsIn     // actor, place
	toldIsNotIn
	toldEither // actor, place, place
	toldLies   // thing, words of a direction, thing
	toldBigger // thing, thing
	toldState  // actor, state
	toldAnimal // actor, animal
	toldFears  // animals, animals
	toldColor  // actor, color
	askWhereActor
	askWhereObject
	askBeforeObject // object, place
	askBeforeActor  // actor, place
	askIsIn         // actor, place
	askWhatLies     // words of a direction, place
	askLiesOfWhat   // place, words of a direction
	askLies         // thing, words of a direction, thing
	askGiven        // giver, receiver
	askReceiver     // object
	askReceiverOf   // giver, object
	askCount
	askHolding
	askFear
	askColor
	askBigger // thing, thing
	askFits   // thing, container
	askPath   // from, to
	askWhereTo
	askWhyMove // actor, place
	askWhyGet  // actor, object
)

// fact is a sentence read: its kind and the words in its form's slots.
type fact struct {
	kind  kind
	words []string
}

// pattern reads the sentences of one form, in lower case.
type pattern struct {
	kind  kind
	parts []string     // what stands before, between and behind the slots
	slots []vocabulary // what each slot takes
}

// vocabulary is the words that a slot takes, long ones first.
type vocabulary []spelling

// spelling is a word in lower case and as the pack has it.
type spelling struct{ lower, word string }

func newVocabulary(words ...string) vocabulary {
	var v vocabulary
	for _, w := range words {
		v = append(v, spelling{strings.ToLower(w), w})
	}
	slices.SortFunc(v, func(a, b spelling) int { return cmp.Or(len(b.lower)-len(a.lower), strings.Compare(a.lower, b.lower)) })
	return slices.Compact(v)
}

// newPattern is the pattern of a form whose %s take words of the slots, from left to right, and of its final mark.
func newPattern(k kind, form, end string, slots ...vocabulary) pattern {
	return pattern{kind: k, parts: strings.Split(strings.ToLower(form+end), "%s"), slots: slots}
}

// match reads a sentence with the first pattern that it fits.
func match(patterns []pattern, sentence string) (fact, bool) {
	sentence = strings.ToLower(strings.TrimSpace(sentence))
	for _, p := range patterns {
		if words, ok := read(sentence, p.parts, p.slots); ok {
			return fact{p.kind, words}, true
		}
	}
	return fact{}, false
}

// read gives the words in the slots of a text that is made of them and the parts.
func read(text string, parts []string, slots []vocabulary) (words []string, ok bool) {
	text, ok = strings.CutPrefix(text, parts[0])
	if !ok || len(slots) == 0 {
		return nil, ok && text == ""
	}
	for _, s := range slots[0] {
		rest, begins := strings.CutPrefix(text, s.lower)
		if !begins {
			continue
		}
		if others, ok := read(rest, parts[1:], slots[1:]); ok {
			return append([]string{s.word}, others...), true
		}
	}
	return nil, false
}
