package tokenizer

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// normalizer rewrites a text before it is split. It is given no empty text.
type normalizer func(a aligned) aligned

// normalizers are the normalizers of a definition in order.
func normalizers(s *step) ([]normalizer, error) {
	if s == nil {
		return nil, nil
	}
	switch s.Type {
	case "Sequence":
		var all []normalizer
		for i := range s.Normalizers {
			more, err := normalizers(&s.Normalizers[i])
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
		return all, nil
	case "NFC":
		return []normalizer{unicodeForm(norm.NFC)}, nil
	case "NFKC":
		return []normalizer{unicodeForm(norm.NFKC)}, nil
	case "NFD":
		return []normalizer{unicodeForm(norm.NFD)}, nil
	case "NFKD":
		return []normalizer{unicodeForm(norm.NFKD)}, nil
	case "Prepend":
		return []normalizer{prepend(s.Prepend)}, nil
	case "Replace":
		if s.Pattern == nil || s.Pattern.String == "" {
			return nil, errors.New("its Replace normalizer has no literal pattern: only literal strings can be replaced")
		}
		return []normalizer{replace(s.Pattern.String, s.Content)}, nil
	}
	return nil, fmt.Errorf("its normalizer is %q: want NFC, NFD, NFKC, NFKD, Prepend, Replace or a Sequence of them", s.Type)
}

func prepend(prefix string) normalizer {
	return func(a aligned) aligned {
		r := rewrite(a)
		r.put(prefix, 0, 0)
		r.keep(0, len(a.text))
		return r.done()
	}
}

// prependUnless is prepend for a text that does not begin with prefix and, if asked for, is at the start of the whole.
func prependUnless(prefix string, first bool) normalizer {
	add := prepend(prefix)
	return func(a aligned) aligned {
		if strings.HasPrefix(a.text, prefix) || first && a.span(0, 1).Start > 0 {
			return a
		}
		return add(a)
	}
}

func replace(old, content string) normalizer {
	return func(a aligned) aligned {
		if !strings.Contains(a.text, old) {
			return a
		}
		r, at := rewrite(a), 0
		for {
			i := strings.Index(a.text[at:], old)
			if i < 0 {
				r.keep(at, len(a.text))
				return r.done()
			}
			r.keep(at, at+i)
			r.put(content, at+i, at+i+len(old))
			at += i + len(old)
		}
	}
}

// unicodeForm normalizes to a Unicode form. All bytes of a sequence that changes stand for the whole sequence.
func unicodeForm(form norm.Form) normalizer {
	return func(a aligned) aligned {
		if form.IsNormalString(a.text) {
			return a
		}
		var it norm.Iter
		it.InitString(form, a.text)
		r := rewrite(a)
		for !it.Done() {
			start := it.Pos()
			if segment := string(it.Next()); segment == a.text[start:it.Pos()] {
				r.keep(start, it.Pos())
			} else {
				r.put(segment, start, it.Pos())
			}
		}
		return r.done()
	}
}
