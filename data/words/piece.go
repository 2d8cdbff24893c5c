package words

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxWord is the longest word in bytes. A longer run of letters is cut into several pieces, so that
// text without a single space needs no more memory than other text.
const MaxWord = 64

// Piece is one word, digit or punctuation mark of a text.
type Piece struct {
	Text       string // lower case
	Start, End int    // byte offsets [Start, End) in the text
}

// Pieces are the pieces of a text. Bytes that are not UTF-8 are pieces of their own, shown as
// U+FFFD.
func Pieces(text string) iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		data := []byte(text)
		for at := 0; at < len(data); {
			start, end := next(data[at:])
			if start < end && !yield(Piece{lower(data[at+start : at+end]), at + start, at + end}) {
				return
			}
			at += end
		}
	}
}

// Scanner reads the pieces of a stream, in memory independent of its length.
type Scanner struct {
	scanner *bufio.Scanner
	offset  int // bytes consumed
	piece   Piece
}

// NewScanner reads pieces from r.
func NewScanner(r io.Reader) *Scanner {
	s := &Scanner{scanner: bufio.NewScanner(r)}
	s.scanner.Split(s.split)
	return s
}

// Scan advances to the next piece and reports whether there is one. It stops at the end of the
// stream, at a read error and at bytes that are no text; then see [Scanner.Err].
func (s *Scanner) Scan() bool { return s.scanner.Scan() }

// Piece is the piece that Scan has found.
func (s *Scanner) Piece() Piece { return s.piece }

// Err is what stopped Scan, nil at the end of the stream.
func (s *Scanner) Err() error { return s.scanner.Err() }

// split is a bufio.SplitFunc that also notes offsets.
func (s *Scanner) split(data []byte, atEOF bool) (advance int, token []byte, err error) {
	start, end := next(data)
	if start == len(data) || !atEOF && len(data)-start < MaxWord+utf8.UTFMax {
		s.offset += start // drop the separators; the piece may go on after what has been read
		return start, nil, nil
	}
	piece := data[start:end]
	if r, size := utf8.DecodeRune(piece); r == 0 || r == utf8.RuneError && size == 1 {
		return 0, nil, fmt.Errorf("words: byte %d is %#02x, which is no UTF-8 text: convert the file to UTF-8, or choose a text file", s.offset+start, piece[0])
	}
	s.piece = Piece{lower(piece), s.offset + start, s.offset + end}
	s.offset += end
	return end, piece, nil
}

// next finds the first piece of data: data[start:end], preceded by separators. Without a piece both
// are len(data).
func next(data []byte) (start, end int) {
	for start < len(data) {
		r, size := utf8.DecodeRune(data[start:])
		if !separates(r) {
			return start, start + pieceLen(data[start:], r, size)
		}
		start += size
	}
	return start, start
}

// pieceLen is the length in bytes of the piece that starts data with rune r of the given size.
func pieceLen(data []byte, r rune, size int) int {
	if !unicode.IsLetter(r) {
		return size
	}
	for size < len(data) {
		r, n := utf8.DecodeRune(data[size:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) || size+n > MaxWord {
			break
		}
		size += n
	}
	return size
}

func separates(r rune) bool { return unicode.IsSpace(r) || r == '_' }

func lower(piece []byte) string {
	return strings.ToLower(strings.ToValidUTF8(string(piece), "\uFFFD"))
}
