package tokenizer

import (
	"unicode"
	"unicode/utf8"
)

// gpt2Pattern is the pattern of GPT-2 and of every ByteLevel pre-tokenizer with use_regex. The function gpt2 is the
// same in code.
const gpt2Pattern = `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

// kind is what the pattern tells apart. Bytes that are no UTF-8 are other.
type kind byte

const (
	other kind = iota
	letter
	number
	space
)

var asciiKinds = func() (kinds [utf8.RuneSelf]kind) {
	for c := range kinds {
		kinds[c] = kindOf(rune(c))
	}
	return kinds
}()

func kindOf(r rune) kind {
	switch {
	case unicode.IsLetter(r):
		return letter
	case unicode.IsNumber(r):
		return number
	case unicode.IsSpace(r):
		return space
	}
	return other
}

// kindAt is the kind and the size of the character that begins text.
func kindAt(text string) (kind, int) {
	if c := text[0]; c < utf8.RuneSelf {
		return asciiKinds[c], 1
	}
	r, size := utf8.DecodeRuneInString(text)
	return kindOf(r), size
}

// run is the length of the characters of one kind that begin text, and the size of the last of them.
func run(text string, k kind) (length, last int) {
	for length < len(text) {
		next, size := kindAt(text[length:])
		if next != k {
			break
		}
		length += size
		last = size
	}
	return length, last
}

// gpt2 is the first piece of text under [gpt2Pattern].
func gpt2(text string) int {
	if n := contraction(text); n > 0 {
		return n
	}
	start := 0
	if text[0] == ' ' && len(text) > 1 {
		start = 1
	}
	if k, _ := kindAt(text[start:]); k != space {
		n, _ := run(text[start:], k)
		return start + n
	}
	n, last := run(text, space)
	if n < len(text) && n > last {
		return n - last // the last space goes with the word that follows
	}
	return n
}

// contraction is the length of an English contraction such as 's that begins text, 0 if there is none.
func contraction(text string) int {
	if text[0] != '\'' || len(text) < 2 {
		return 0
	}
	switch text[1] {
	case 's', 't', 'm', 'd':
		return 2
	}
	if len(text) > 2 {
		switch text[1:3] {
		case "re", "ve", "ll":
			return 3
		}
	}
	return 0
}
