package viz

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest texts shown, in characters; the rest is cut and marked by an ellipsis.
const (
	maxTitle     = 120
	maxName      = 60 // axis labels, series names
	maxLabel     = 24 // one tick
	maxHover     = 240
	maxDenseText = 96 // of a chunk, on hover over a dense map
)

// Clean makes text from data safe to show on one line anywhere: invalid UTF-8
// is replaced, white space becomes single spaces, and control characters and
// those that reorder text (bidirectional overrides) are removed.
func Clean(s string) string {
	if strings.IndexFunc(s, unclean) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	gap := false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
		case removed(r):
		default:
			if gap {
				b.WriteByte(' ')
				gap = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unclean(r rune) bool { return unicode.IsSpace(r) || removed(r) }

func removed(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || strings.ContainsRune("\uFEFF\uFFFE\uFFFF\u2028\u2029", r)
}

// short cleans s and cuts it to n characters, the last one an ellipsis.
func short(s string, n int) string {
	s = Clean(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return strings.TrimRight(string(r[:n-1]), " ") + "…"
}
