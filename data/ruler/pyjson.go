package ruler

import (
	"strconv"
	"unicode/utf16"
)

// append appends the record as Python's json.dumps writes it, and a line feed.
func (r Record) append(b []byte) []byte {
	b = append(b, `{"index": `...)
	b = strconv.AppendInt(b, int64(r.Index), 10)
	b = append(b, `, "input": `...)
	b = appendString(b, r.Input)
	b = append(b, `, "outputs": [`...)
	for i, output := range r.Outputs {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendString(b, output)
	}
	b = append(b, `], "length": `...)
	b = strconv.AppendInt(b, int64(r.Length), 10)
	b = append(b, `, "length_w_model_temp": `...)
	b = strconv.AppendInt(b, int64(r.WithTemplate), 10)
	b = append(b, `, "answer_prefix": `...)
	b = appendString(b, r.AnswerPrefix)
	if r.TokenPosition != nil {
		b = append(b, `, "token_position_answer": `...)
		b = strconv.AppendInt(b, int64(*r.TokenPosition), 10)
	}
	return append(b, "}\n"...)
}

// appendString appends a JSON string in ASCII: what is outside 0x20 to 0x7e is escaped, beyond 16 bits as surrogates.
func appendString(b []byte, text string) []byte {
	b = append(b, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c >= 0x20 && c <= 0x7e:
			b = append(b, byte(c))
		default:
			b = appendEscape(b, c)
		}
	}
	return append(b, '"')
}

func appendEscape(b []byte, c rune) []byte {
	switch c {
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	}
	if high, low := utf16.EncodeRune(c); c > 0xffff {
		return appendHex(appendHex(b, high), low)
	}
	return appendHex(b, c)
}

func appendHex(b []byte, c rune) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[c>>12&15], digits[c>>8&15], digits[c>>4&15], digits[c&15])
}
