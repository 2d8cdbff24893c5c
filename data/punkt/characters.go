package punkt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	marks    = ".?!"                            // may end a sentence
	closers  = `)";}]*:@'({[` + "‘’“”«»" + "?!" // end a word
	nonStart = "(\"`{[:;&#*@)}]-,"              // do not begin a word
	realigns = `"')]}` + "‘’“”«»"               // go with the sentence before
	ascii    = " \t\n\r\v\f"                    // the white space in front of a word
	followed = ";:,.!?"                         // do not begin a sentence
)

// IsSpace reports whether Python counts r as white space: Unicode's white space and the separators 0x1c to 0x1f.
func IsSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// indexSpace is the first byte of text at or behind from that begins white space, len(text) if there is none.
func indexSpace(text string, from int) int { return indexWhere(text, from, IsSpace) }

// indexText is the first byte of text at or behind from that begins something else than white space.
func indexText(text string, from int) int {
	return indexWhere(text, from, func(r rune) bool { return !IsSpace(r) })
}

func indexWhere(text string, from int, is func(rune) bool) int {
	if i := strings.IndexFunc(text[from:], is); i >= 0 {
		return from + i
	}
	return len(text)
}

// runeIn reports whether the character at byte i of text is one of set, and how many bytes it has.
func runeIn(text string, i int, set string) (bool, int) {
	if i >= len(text) {
		return false, 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	return strings.ContainsRune(set, r), size
}

func spaceAt(text string, i int) (bool, int) {
	if i >= len(text) {
		return false, 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	return IsSpace(r), size
}
