package tokenizer

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// splitter is a pre-tokenizer: the length in bytes of the first piece of a text that is not empty. No token
// reaches across pieces.
type splitter func(text string) int

// splitters are the pre-tokenizers of a definition in order, each of which splits the pieces of the one before.
// What a pre-tokenizer rewrites is added to the normalizers of b.
func (b *BPE) splitters(s *step, first bool) ([]splitter, error) {
	switch s.Type {
	case "Sequence":
		var all []splitter
		for i := range s.PreTokenizers {
			more, err := b.splitters(&s.PreTokenizers[i], first && i == 0)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
		return all, nil
	case "Digits":
		if s.IndividualDigits != nil && *s.IndividualDigits {
			return []splitter{eachDigit}, nil
		}
		return []splitter{digits}, nil
	case "Split":
		split, err := newSplit(s)
		return []splitter{split}, err
	case "ByteLevel":
		return b.byteLevelSplitters(s, first)
	case "Metaspace":
		return b.metaspaceSplitters(s, first)
	}
	return nil, fmt.Errorf("its pre-tokenizer is %q: want ByteLevel, Digits, Split, Metaspace or a Sequence of them", s.Type)
}

func (b *BPE) byteLevelSplitters(s *step, first bool) ([]splitter, error) {
	b.byteLevel = true
	if s.AddPrefixSpace == nil || *s.AddPrefixSpace {
		if !first {
			return nil, fmt.Errorf("its ByteLevel pre-tokenizer adds a prefix space after another has split the text: set add_prefix_space to false")
		}
		b.normalize = append(b.normalize, prependUnless(" ", false))
	}
	if s.UseRegex == nil || *s.UseRegex {
		return []splitter{gpt2}, nil
	}
	return nil, nil
}

func (b *BPE) metaspaceSplitters(s *step, first bool) ([]splitter, error) {
	mark := s.Replacement
	if mark == "" {
		mark = metaspace
	}
	b.normalize = append(b.normalize, replace(" ", mark))
	scheme := s.PrependScheme
	if scheme == "" {
		scheme = "never"
		if s.AddPrefixSpace == nil || *s.AddPrefixSpace {
			scheme = "always"
		}
	}
	if scheme != "never" {
		if !first {
			return nil, fmt.Errorf("its Metaspace pre-tokenizer prepends after another has split the text: set prepend_scheme to never")
		}
		b.normalize = append(b.normalize, prependUnless(mark, scheme == "first"))
	}
	if s.Split != nil && !*s.Split {
		return nil, nil
	}
	return []splitter{literal(mark).mergedWithNext}, nil
}

// eachDigit makes every digit a piece of its own.
func eachDigit(text string) int { return digitRun(text, true) }

// digits makes every run of digits a piece.
func digits(text string) int { return digitRun(text, false) }

func digitRun(text string, each bool) int {
	r, size := utf8.DecodeRuneInString(text)
	number := unicode.IsNumber(r)
	if number && each {
		return size
	}
	for at := size; at < len(text); at += size {
		if r, size = utf8.DecodeRuneInString(text[at:]); unicode.IsNumber(r) != number {
			return at
		}
	}
	return len(text)
}
