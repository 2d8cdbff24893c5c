package tokenizer

import "unicode/utf8"

// A byte-level vocabulary writes each byte as one printable character: the printable bytes of Latin-1 as themselves,
// the other 68 as the characters from U+0100 on, in their order (the convention of GPT-2).
var (
	byteChar [256]rune
	charByte = map[rune]byte{}
)

func init() {
	next := rune(256)
	for b := range 256 {
		c := rune(b)
		if !('!' <= c && c <= '~' || 0xA1 <= c && c <= 0xAC || 0xAE <= c && c <= 0xFF) {
			c = next
			next++
		}
		byteChar[b], charByte[c] = c, byte(b)
	}
}

// spell writes bytes in the byte-level alphabet.
func spell(raw string) string {
	spelled := make([]rune, len(raw))
	for i := range len(raw) {
		spelled[i] = byteChar[raw[i]]
	}
	return string(spelled)
}

// unspell gives the bytes that a token of a byte-level vocabulary stands for, false if it has other characters.
func unspell(token string) (string, bool) {
	raw := make([]byte, 0, utf8.RuneCountInString(token))
	for _, c := range token {
		b, ok := charByte[c]
		if !ok {
			return "", false
		}
		raw = append(raw, b)
	}
	return string(raw), true
}
