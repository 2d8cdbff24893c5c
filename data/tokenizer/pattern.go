package tokenizer

import (
	"fmt"
	"regexp"
	"strings"
)

// matcher finds the first match of a Split pattern in a text: nil, or its start and end.
type matcher func(text string) []int

// newSplit is the splitter of a Split pre-tokenizer. What it would remove is kept as a piece of its own, so that no
// byte of a text is lost.
func newSplit(s *step) (splitter, error) {
	match, err := newMatcher(s.Pattern)
	if err != nil {
		return nil, err
	}
	if s.Pattern.Regex == gpt2Pattern && s.Behavior == "Isolated" {
		return gpt2, nil
	}
	switch {
	case s.Behavior == "Isolated", s.Behavior == "Removed" && s.Invert:
		return match.isolated, nil
	case s.Invert:
	case s.Behavior == "MergedWithPrevious":
		return match.mergedWithPrevious, nil
	case s.Behavior == "MergedWithNext":
		return match.mergedWithNext, nil
	case s.Behavior == "Contiguous":
		return match.contiguous, nil
	}
	return nil, fmt.Errorf("its Split pre-tokenizer has behavior %q with invert %t, which would lose text or is unknown: want Isolated", s.Behavior, s.Invert)
}

func newMatcher(p *pattern) (matcher, error) {
	switch {
	case p == nil || p.String == "" && p.Regex == "":
		return nil, fmt.Errorf("its Split pre-tokenizer has no pattern")
	case p.String != "":
		return literal(p.String), nil
	}
	return compile(p.Regex)
}

func literal(s string) matcher {
	return func(text string) []int {
		if i := strings.Index(text, s); i >= 0 {
			return []int{i, i + len(s)}
		}
		return nil
	}
}

func (m matcher) isolated(text string) int {
	switch at := m(text); {
	case at == nil:
		return len(text)
	case at[0] > 0:
		return at[0]
	default:
		return at[1]
	}
}

func (m matcher) mergedWithPrevious(text string) int {
	if at := m(text); at != nil {
		return at[1]
	}
	return len(text)
}

func (m matcher) mergedWithNext(text string) int {
	first := m.isolated(text)
	if at := m(text); at == nil || at[0] > 0 || first == len(text) {
		return first
	}
	if next := m(text[first:]); next != nil {
		return first + next[0]
	}
	return len(text)
}

func (m matcher) contiguous(text string) int {
	n := m.isolated(text)
	if at := m(text); at == nil || at[0] > 0 {
		return n
	}
	for n < len(text) {
		at := m(text[n:])
		if at == nil || at[0] > 0 {
			break
		}
		n += at[1]
	}
	return n
}

// The look-ahead that GPT-2 and its heirs use, and white space as their engines know it, in the terms of Go's
// regexp: of a run of spaces before a word the last is left to the word.
const (
	lookahead  = `\s+(?!\S)|\s+`
	spaceClass = `\t-\r\x{85}\p{Z}`
)

// compile translates a pattern to Go's regexp. It refuses what has no translation.
func compile(text string) (matcher, error) {
	translated := strings.Replace(text, lookahead, `(\s+)`, 1)
	translated, err := unicodeClasses(translated)
	if err != nil {
		return nil, fmt.Errorf("its Split pattern %q has %w", text, err)
	}
	re, err := regexp.Compile(translated)
	switch {
	case err != nil:
		return nil, fmt.Errorf("its Split pattern %q is beyond Go's regexp: %w", text, err)
	case re.MatchString(""):
		return nil, fmt.Errorf("its Split pattern %q matches the empty text", text)
	case !strings.Contains(text, lookahead):
		return re.FindStringIndex, nil
	case re.NumSubexp() != 1:
		return nil, fmt.Errorf("its Split pattern %q has groups: write them as (?:...)", text)
	}
	return func(text string) []int {
		at := re.FindStringSubmatchIndex(text)
		if at == nil {
			return nil
		}
		if at[2] >= 0 && at[1] < len(text) {
			if n, last := run(text[at[0]:at[1]], space); n > last {
				at[1] -= last
			}
		}
		return at[:2]
	}, nil
}

// unicodeClasses writes \s, \S and \d as Unicode classes, and refuses what depends on the text before a piece.
func unicodeClasses(text string) (string, error) {
	var b strings.Builder
	class := false // inside [...]
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			written, err := unicodeClass(text[i], class)
			if err != nil {
				return "", err
			}
			b.WriteString(written)
		case c == '^' && !class:
			return "", fmt.Errorf("an anchor ^")
		default:
			if c == '[' && !class {
				class = true
				if strings.HasPrefix(text[i:], "[^") {
					b.WriteByte(c)
					i++
				}
			} else if c == ']' {
				class = false
			}
			b.WriteByte(text[i])
		}
	}
	return b.String(), nil
}

func unicodeClass(c byte, class bool) (string, error) {
	switch {
	case c == 's' && class:
		return spaceClass, nil
	case c == 's':
		return "[" + spaceClass + "]", nil
	case c == 'S' && !class:
		return "[^" + spaceClass + "]", nil
	case c == 'd':
		return `\p{Nd}`, nil
	case strings.IndexByte("SwWbBDAzZGkK123456789", c) >= 0:
		return "", fmt.Errorf("\\%c", c)
	}
	return `\` + string(c), nil
}
