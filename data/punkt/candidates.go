package punkt

import (
	"iter"
	"strings"
)

// candidate is a mark that may end a sentence.
type candidate struct {
	word  int // first byte of the word in front of the mark
	mark  int // byte of the mark
	after int // end of the text behind the mark that belongs to its context
	next  int // where the next sentence would begin
}

// context is the text by which a candidate is decided: the word, the mark and what follows.
func (c candidate) context(text string) string { return text[c.word:c.after] }

// candidates are the marks of a text that may end a sentence. Of several in one word the last remains.
func candidates(text string) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		var last candidate
		have := false
		for c := range marked(text) {
			c.word = wordStart(text, last, c.mark)
			if have && last.mark <= c.word && !yield(last) {
				return
			}
			last, have = c, true
		}
		if have {
			yield(last)
		}
	}
}

// wordStart is the first byte of the word in front of a mark: behind the last white space since the mark before, or
// the start of that one's word where both are in one word.
func wordStart(text string, before candidate, mark int) int {
	if i := strings.LastIndexAny(text[before.mark:mark], ascii); i > 0 {
		return before.mark + i + 1
	}
	return before.word
}

// marked are the marks that are followed by a closer, or by white space and text.
func marked(text string) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		for at := 0; ; {
			i := strings.IndexAny(text[at:], marks)
			if i < 0 {
				return
			}
			c := candidate{mark: at + i}
			at = c.mark + 1
			if follow(text, &c) && !yield(c) {
				return
			}
		}
	}
}

// follow finds what is behind the mark of a candidate and reports whether it may end a sentence.
func follow(text string, c *candidate) bool {
	behind := c.mark + 1
	if closer, size := runeIn(text, behind, closers); closer {
		c.after, c.next = behind+size, behind
		return true
	}
	if space, _ := spaceAt(text, behind); !space {
		return false
	}
	c.next = indexText(text, behind)
	c.after = indexSpace(text, c.next)
	return c.next < len(text)
}
