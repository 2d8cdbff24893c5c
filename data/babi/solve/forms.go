package solve

import (
	"cmp"
	"regexp"
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

// pattern reads the sentences of one form.
type pattern struct {
	kind  kind
	regex *regexp.Regexp
	slots []vocabulary
}

// vocabulary maps words in lower case to the pack's spelling.
type vocabulary map[string]string

func newVocabulary(words ...string) vocabulary {
	v := vocabulary{}
	for _, w := range words {
		v[strings.ToLower(w)] = w
	}
	return v
}

// alternatives is a regular expression of all the words, long ones first.
func (v vocabulary) alternatives() string {
	var quoted []string
	for word := range v {
		quoted = append(quoted, regexp.QuoteMeta(word))
	}
	slices.SortFunc(quoted, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return "(" + strings.Join(quoted, "|") + ")"
}

// newPattern compiles a form whose %s take words of the slots, from left to right. The first letter may be a capital.
func newPattern(k kind, form, end string, slots ...vocabulary) pattern {
	var expr strings.Builder
	expr.WriteString("(?i)^")
	for i, part := range strings.Split(form, "%s") {
		if i > 0 {
			expr.WriteString(slots[i-1].alternatives())
		}
		expr.WriteString(regexp.QuoteMeta(part))
	}
	expr.WriteString(regexp.QuoteMeta(end) + "$")
	return pattern{kind: k, regex: regexp.MustCompile(expr.String()), slots: slots}
}

// match reads a sentence with the first pattern that it fits.
func match(patterns []pattern, sentence string) (fact, bool) {
	for _, p := range patterns {
		found := p.regex.FindStringSubmatch(sentence)
		if found == nil {
			continue
		}
		f := fact{kind: p.kind}
		for i, word := range found[1:] {
			f.words = append(f.words, p.slots[i][strings.ToLower(word)])
		}
		return f, true
	}
	return fact{}, false
}
