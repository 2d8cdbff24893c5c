package taskpack

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// pyScanner reads literals of Python source: strings, numbers and dicts of them. It evaluates nothing.
type pyScanner struct {
	text string
	at   int
}

var errLiteral = errors.New("no string, number or dict of them")

// value reads a literal: a string, a float64 or a map[string]any. Strings side by side are one.
func (s *pyScanner) value() (any, error) {
	s.skipBlank()
	switch {
	case s.at == len(s.text):
		return nil, errLiteral
	case s.text[s.at] == '{':
		return s.dict()
	case s.atString():
		return s.strings()
	}
	return s.number()
}

func (s *pyScanner) dict() (map[string]any, error) {
	dict := map[string]any{}
	s.at++
	for {
		s.skipBlank()
		if s.take('}') {
			return dict, nil
		}
		key, err := s.strings()
		if err != nil {
			return nil, err
		}
		s.skipBlank()
		if !s.take(':') {
			return nil, errLiteral
		}
		if dict[key], err = s.value(); err != nil {
			return nil, err
		}
		s.skipBlank()
		s.take(',')
	}
}

func (s *pyScanner) number() (float64, error) {
	end := s.at
	for end < len(s.text) && strings.IndexByte("+-.0123456789eE", s.text[end]) >= 0 {
		end++
	}
	n, err := strconv.ParseFloat(s.text[s.at:end], 64)
	if err != nil {
		return 0, errLiteral
	}
	s.at = end
	return n, nil
}

func (s *pyScanner) strings() (string, error) {
	if !s.atString() {
		return "", errLiteral
	}
	var whole strings.Builder
	for s.atString() {
		part, err := s.string()
		if err != nil {
			return "", err
		}
		whole.WriteString(part)
		s.skipBlank()
	}
	return whole.String(), nil
}

// atString reports whether a string begins here, with the prefix r or f or none.
func (s *pyScanner) atString() bool {
	rest := strings.TrimLeft(s.text[s.at:], "rfRF")
	return len(s.text)-s.at-len(rest) < 2 && rest != "" && (rest[0] == '"' || rest[0] == '\'')
}

// string reads one string.
func (s *pyScanner) string() (string, error) {
	raw := strings.IndexByte("rR", s.text[s.at]) >= 0
	if strings.IndexByte("rfRF", s.text[s.at]) >= 0 {
		s.at++
	}
	quote := s.text[s.at : s.at+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(s.text[s.at:], triple) {
		quote = triple
	}
	s.at += len(quote)
	var text strings.Builder
	for s.at < len(s.text) {
		if strings.HasPrefix(s.text[s.at:], quote) {
			s.at += len(quote)
			return text.String(), nil
		}
		if s.text[s.at] == '\\' && !raw {
			s.escape(&text)
			continue
		}
		text.WriteByte(s.text[s.at])
		s.at++
	}
	return "", fmt.Errorf("a string without end: %w", errLiteral)
}

// escape reads a backslash and what it stands for. An escape that Python does not know stays as it is.
func (s *pyScanner) escape(text *strings.Builder) {
	rest := s.text[s.at:]
	if strings.HasPrefix(rest, "\\\n") {
		s.at += 2
		return
	}
	if strings.HasPrefix(rest, `\'`) {
		rest = `\x27` + rest[2:]
		s.at -= 2
	} else if strings.HasPrefix(rest, `\"`) {
		rest = `\x22` + rest[2:]
		s.at -= 2
	}
	r, _, tail, err := strconv.UnquoteChar(rest, 0)
	if err != nil {
		text.WriteByte('\\')
		s.at++
		return
	}
	text.WriteString(string(r))
	s.at += len(rest) - len(tail)
}

func (s *pyScanner) take(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

// skipBlank goes past white space, comments and line continuations.
func (s *pyScanner) skipBlank() {
	for s.at < len(s.text) {
		c, _ := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case c == '#':
			line := strings.IndexByte(s.text[s.at:], '\n')
			if line < 0 {
				line = len(s.text) - s.at
			}
			s.at += line
		case strings.ContainsRune(" \t\r\n\f\\", c):
			s.at++
		default:
			return
		}
	}
}
