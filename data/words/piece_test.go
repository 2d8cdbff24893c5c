package words_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data/words"
)

func pieceTexts(text string) []string {
	got := []string{}
	for p := range words.Pieces(text) {
		got = append(got, p.Text)
	}
	return got
}

func TestPieces(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"", []string{}},
		{" \n\t_ _", []string{}},
		{"Newton's Opticks, 1730.", []string{"newton", "'", "s", "opticks", ",", "1", "7", "3", "0", "."}},
		{"_Italic_ word", []string{"italic", "word"}},
		{"ÆTHER naïve e\u0301", []string{"æther", "naïve", "e\u0301"}},
		{"don’t—stop", []string{"don", "’", "t", "—", "stop"}},
		{"<unk>", []string{"<", "unk", ">"}},
		{"a\xffb", []string{"a", "\uFFFD", "b"}},
		{strings.Repeat("é", 40), []string{strings.Repeat("é", 32), strings.Repeat("é", 8)}},
		{strings.Repeat("x", 130), []string{strings.Repeat("x", 64), strings.Repeat("x", 64), "xx"}},
		{strings.Repeat(" ", 200) + "far", []string{"far"}},
	} {
		if diff := cmp.Diff(tt.want, pieceTexts(tt.text)); diff != "" {
			t.Errorf("%q, -want +got:\n%s", tt.text, diff)
		}
	}
}

func TestPiecesStopWhenTold(t *testing.T) {
	n := 0
	for range words.Pieces("one two three") {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("went on after break: %d pieces", n)
	}
}

// TestScannerEqualsPieces reads the same text whole, and byte by byte from a stream.
func TestScannerEqualsPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(rapid.StringN(0, 300, -1).Draw(t, "text"), "\x00", " ")
		text = strings.ToValidUTF8(text, "?")
		want := slices.Collect(words.Pieces(text))
		for name, r := range map[string]io.Reader{
			"whole":   strings.NewReader(text),
			"bytes":   iotest.OneByteReader(strings.NewReader(text)),
			"dataErr": iotest.DataErrReader(strings.NewReader(text)),
		} {
			if diff := cmp.Diff(want, scan(t, r)); diff != "" {
				t.Fatalf("%s, -pieces +scanner:\n%s", name, diff)
			}
		}
	})
}

func scan(t interface{ Fatal(...any) }, r io.Reader) []words.Piece {
	var got []words.Piece
	s := words.NewScanner(r)
	for s.Scan() {
		got = append(got, s.Piece())
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestOffsetsCoverTheirPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		last := 0
		for p := range words.Pieces(text) {
			if p.Start < last || p.End <= p.Start || p.End > len(text) || p.End-p.Start > words.MaxWord {
				t.Fatalf("piece %+v after byte %d", p, last)
			}
			if between := strings.Trim(text[last:p.Start], "_"); strings.TrimSpace(strings.ReplaceAll(between, "_", "")) != "" {
				t.Fatalf("%q between pieces is lost", between)
			}
			if want := strings.ToLower(strings.ToValidUTF8(text[p.Start:p.End], "\uFFFD")); p.Text != want {
				t.Fatalf("piece %+v, its bytes are %q", p, want)
			}
			last = p.End
		}
	})
}

func TestScannerLongText(t *testing.T) {
	const n = 200_000
	text := strings.Repeat("light ", n)
	if got := len(scan(t, strings.NewReader(text))); got != n {
		t.Errorf("%d words, want %d", got, n)
	}
	if got, want := len(scan(t, strings.NewReader(strings.Repeat("x", 1<<20)))), 1<<20/words.MaxWord; got != want {
		t.Errorf("a text without a space has %d pieces, want %d", got, want)
	}
}

func TestScannerRefusesBinary(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a word\x00", "byte 6 is 0x00"},
		{"caf\xe9 au lait", "byte 3 is 0xe9"},
		{"cut \xe2\x80", "byte 4 is 0xe2"},
	} {
		s := words.NewScanner(iotest.OneByteReader(strings.NewReader(tt.text)))
		for s.Scan() {
		}
		if err := s.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: error %v, want %q", tt.text, err, tt.want)
		}
	}
	s := words.NewScanner(iotest.ErrReader(io.ErrUnexpectedEOF))
	if s.Scan() || s.Err() == nil {
		t.Error("a read error is not reported")
	}
}
