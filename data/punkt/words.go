package punkt

import (
	"strings"
	"unicode/utf8"
)

// words are the words and marks of the text around a candidate.
func words(text string) []string {
	var list []string
	for line := range strings.SplitSeq(text, "\n") {
		for i := indexText(line, 0); i < len(line); i = indexText(line, i) {
			n := wordLength(line[i:])
			list = append(list, line[i:i+n])
			i += n
		}
	}
	return list
}

// wordLength is the length in bytes of the word or mark that text begins with. Text begins with no white space.
func wordLength(text string) int {
	if n := multiMark(text); n > 0 {
		return n
	}
	barred, first := runeIn(text, 0, nonStart)
	if barred {
		return first
	}
	for i := first; ; {
		if wordEnds(text, i) {
			return i
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
}

// wordEnds reports whether a word ends before byte i.
func wordEnds(text string, i int) bool {
	if markEnds(text, i) {
		return true
	}
	return text[i] == ',' && markEnds(text, i+1)
}

func markEnds(text string, i int) bool {
	if i == len(text) {
		return true
	}
	space, _ := spaceAt(text, i)
	closer, _ := runeIn(text, i, closers)
	return space || closer || multiMark(text[i:]) > 0
}

// multiMark is the length of the mark of several characters that text begins with, 0 if there is none: two or more
// hyphens, two or more periods, or three or more periods with one white space between each two.
func multiMark(text string) int {
	for _, mark := range []string{"-", "."} {
		if n := len(text) - len(strings.TrimLeft(text, mark)); n >= 2 {
			return n
		}
	}
	end, periods := 0, 0
	for i := 0; i < len(text) && text[i] == '.'; {
		periods++
		end = i + 1
		space, size := spaceAt(text, end)
		if !space {
			break
		}
		i = end + size
	}
	if periods >= 3 {
		return end
	}
	return 0
}
