package punkt

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const number = "##number##"

var (
	numeric  = regexp.MustCompile(`^-?[.,]?\p{Nd}[\p{Nd},.-]*$`)
	ellipses = regexp.MustCompile(`^\.\.+$`)
)

// token is a word of a context with what is decided about it.
type token struct {
	text     string
	kind     string // the text in lower case, or number
	breaks   bool   // a sentence ends behind it
	abbrev   bool
	ellipsis bool
}

func newToken(text string) token {
	kind := strings.ToLower(text)
	if numeric.MatchString(kind) {
		kind = number
	}
	return token{text: text, kind: kind, ellipsis: ellipses.MatchString(text)}
}

func (t token) endsInPeriod() bool { return strings.HasSuffix(t.text, ".") }

// base is the kind without a final period.
func (t token) base() string {
	if len(t.kind) > 1 {
		return strings.TrimSuffix(t.kind, ".")
	}
	return t.kind
}

// name is the kind by which a follower is looked up: a period that ends a sentence is no part of it.
func (t token) name() string {
	if t.breaks {
		return t.base()
	}
	return t.kind
}

// initial reports whether the token is one letter and a period.
func (t token) initial() bool {
	r, size := utf8.DecodeRuneInString(t.text)
	letter := unicode.IsLetter(r) || r == '_' || unicode.IsNumber(r) && !unicode.IsDigit(r)
	return letter && t.text[size:] == "."
}

func (t token) upperFirst() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsUpper(r)
}

func (t token) lowerFirst() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsLower(r)
}
