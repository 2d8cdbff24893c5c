package tokenizer

import (
	"cmp"
	"slices"
	"strings"
)

// added is a set of tokens that are found in text before the model sees it: by their first byte, longest first.
type added map[byte][]addedToken

func newAdded(tokens []addedToken) added {
	a := added{}
	for _, t := range tokens {
		a[t.Content[0]] = append(a[t.Content[0]], t)
	}
	for _, same := range a {
		slices.SortStableFunc(same, func(x, y addedToken) int { return cmp.Compare(len(y.Content), len(x.Content)) })
	}
	return a
}

// at is the longest added token that begins text.
func (a added) at(text string) (addedToken, bool) {
	for _, t := range a[text[0]] {
		if strings.HasPrefix(text, t.Content) {
			return t, true
		}
	}
	return addedToken{}, false
}

// cut calls found with the added tokens of a text, the leftmost and longest first, and rest with what lies between
// them, in order.
func (a added) cut(text aligned, found func(id int32) func(aligned), rest func(aligned)) {
	start := 0
	flush := func(end int) {
		if start < end {
			rest(text.sub(start, end))
		}
	}
	if len(a) > 0 {
		for at := 0; at < len(text.text); {
			t, ok := a.at(text.text[at:])
			if !ok {
				at++
				continue
			}
			flush(at)
			start = at + len(t.Content)
			found(t.ID)(text.sub(at, start))
			at = start
		}
	}
	flush(len(text.text))
}
