package babi

import (
	"slices"
	"strings"
)

// Kind is what an answer is.
type Kind int

// The kinds of answers.
const (
	Word       Kind = iota // one word whose kind the task leaves open
	Place                  // a place
	Actor                  // a person
	Object                 // a thing that can be carried
	Objects                // what a person holds: things in any order, or the pack's word for nothing
	Number                 // a numeral in words
	YesNo                  // yes or no
	YesNoMaybe             // yes, no or maybe
	Animal                 // an animal, singular
	Color                  // a color
	State                  // a state of mind
	Path                   // steps out of n, s, e and w
)

// The words of yes-no questions.
const (
	Yes   = "yes"
	No    = "no"
	Maybe = "maybe"
)

// Answer is the answer of a question: one word, or several for [Objects] and [Path].
type Answer struct {
	Kind  Kind
	Words []string
}

// NewAnswer is the answer of the given words.
func NewAnswer(kind Kind, words ...string) Answer { return Answer{Kind: kind, Words: words} }

// ParseAnswer reads an answer as the files of bAbI have it: words joined by commas where the kind has several.
func ParseAnswer(kind Kind, text string) Answer {
	if kind == Objects || kind == Path {
		return NewAnswer(kind, strings.Split(text, ",")...)
	}
	return NewAnswer(kind, text)
}

// String is the answer as the files of bAbI have it.
func (a Answer) String() string { return strings.Join(a.Words, ",") }

// Equal reports whether b says the same as a, whatever its kind: the words of [Objects] in any order.
func (a Answer) Equal(b Answer) bool {
	if a.Kind != Objects && b.Kind != Objects {
		return slices.Equal(a.Words, b.Words)
	}
	return slices.Equal(slices.Sorted(slices.Values(a.Words)), slices.Sorted(slices.Values(b.Words)))
}

func yesNo(yes bool) Answer {
	if yes {
		return NewAnswer(YesNo, Yes)
	}
	return NewAnswer(YesNo, No)
}
