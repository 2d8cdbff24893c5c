package mixture_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// wide is the byte tokenizer with ids too large for two bytes.
type wide struct{ tokenizer.Bytes }

func (wide) Name() string { return "wide/bytes" }
func (wide) Hash() string { return "wide" }
func (wide) Vocab() int   { return 1 << 20 }
func (wide) EOS() int32   { return 1<<20 - 1 }

func tokenize(t *testing.T, dir string, c corpus.Corpus, tok data.Tokenizer) *mixture.Tokens {
	t.Helper()
	tokens, err := mixture.Tokenize(context.Background(), dir, c, tok, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tokens.Close() })
	return tokens
}

// TestTokenizeKeepsAll: the file holds the tokens of all documents and their ends, in either width.
func TestTokenizeKeepsAll(t *testing.T) {
	c := proverbs(50)
	for _, tok := range []data.Tokenizer{tokenizer.Bytes{}, wide{}} {
		var want []int32
		for text := range c.Texts() {
			want = append(append(want, tok.Encode(text)...), tok.EOS())
		}
		tokens := tokenize(t, t.TempDir(), c, tok)
		got, err := tokens.Span(0, tokens.Len())
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d tokens, want %d (%v)", tok.Name(), len(got), len(want), err)
		}
		part, err := tokens.Span(17, 100)
		if err != nil || !slices.Equal(part, want[17:117]) {
			t.Errorf("%s: a span differs (%v)", tok.Name(), err)
		}
		for _, bad := range [][2]int{{-1, 5}, {len(want) - 4, 5}, {0, len(want) + 1}, {1 << 62, 1 << 62}} {
			if _, err := tokens.Span(bad[0], bad[1]); err == nil {
				t.Errorf("span %v: no error", bad)
			}
		}
		if sum, _ := c.Summary(); tokens.Info().CorpusHash != sum.Hash || tokens.Info().Documents != 50 || tokens.Info().Bytes != sum.Bytes {
			t.Errorf("%+v", tokens.Info())
		}
	}
}

// TestPartsGoOn: parts of one text are not set apart, unless one between them is missing.
func TestPartsGoOn(t *testing.T) {
	part := func(name string, n int, text string) corpus.Document {
		d := corpus.NewDocument(name, text)
		d.Part = n
		return d
	}
	c := corpus.New("parts", "parts", func(yield func(corpus.Document, error) bool) {
		_ = yield(part("a", 0, "0"), nil) && yield(part("a", 1, "1"), nil) && yield(part("a", 3, "3"), nil) && yield(part("b", 0, "b"), nil)
	})
	tokens := tokenize(t, t.TempDir(), c, tokenizer.Bytes{})
	got, err := tokens.Span(0, tokens.Len())
	if want := []int32{'0', '1', 256, '3', 256, 'b', 256}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, want %v (%v)", got, want, err)
	}
}

// TestTokenizeOnce reads the corpus the first time alone, and again for another identity or tokenizer.
func TestTokenizeOnce(t *testing.T) {
	dir := t.TempDir()
	reads := 0
	counted := func(identity string) corpus.Corpus {
		return corpus.New("counted", identity, func(yield func(corpus.Document, error) bool) {
			reads++
			yield(corpus.NewDocument("", "text"), nil)
		})
	}
	for i, step := range []struct {
		identity string
		tok      data.Tokenizer
		reads    int
	}{
		{"one", tokenizer.Bytes{}, 1}, {"one", tokenizer.Bytes{}, 1}, {"two", tokenizer.Bytes{}, 2}, {"one", wide{}, 3}, {"two", tokenizer.Bytes{}, 3},
	} {
		if tokenize(t, dir, counted(step.identity), step.tok); reads != step.reads {
			t.Errorf("call %d: %d reads, want %d", i, reads, step.reads)
		}
	}
}

// TestTokenizeLeavesNothingHalf: a corpus that breaks and a call that is stopped leave no file.
func TestTokenizeLeavesNothingHalf(t *testing.T) {
	dir := t.TempDir()
	broken := corpus.New("broken", "broken", func(yield func(corpus.Document, error) bool) {
		_ = yield(corpus.NewDocument("", "a"), nil) && yield(corpus.Document{}, errors.New("torn page"))
	})
	empty := corpus.New("empty", "empty", func(func(corpus.Document, error) bool) {})
	stopped, stop := context.WithCancel(context.Background())
	defer stop()
	for _, tt := range []struct {
		ctx  context.Context
		c    corpus.Corpus
		want string
	}{{context.Background(), broken, "torn page"}, {context.Background(), empty, "no documents"}, {stopped, proverbs(50), "canceled"}} {
		_, err := mixture.Tokenize(tt.ctx, dir, tt.c, tokenizer.Bytes{}, func(p mixture.Progress) {
			if p.Documents == 10 {
				stop()
			}
		})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.c.Name(), err, tt.want)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestOpenTokensRefuses cuts and damages a sound file.
func TestOpenTokensRefuses(t *testing.T) {
	dir := t.TempDir()
	tokenize(t, dir, proverbs(5), tokenizer.Bytes{})
	files, err := filepath.Glob(filepath.Join(dir, "*.tokens"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	sound, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	huge := slices.Clone(sound)
	for i := len(huge) - 16; i < len(huge)-9; i++ {
		huge[i] = 0xff
	}
	for name, damaged := range map[string][]byte{
		"empty": {}, "cut": sound[:len(sound)/2], "cut at the end": sound[:len(sound)-1], "longer": append(slices.Clone(sound), 0),
		"tokens missing": sound[100:], "one byte more": append([]byte{0}, sound...), "huge footer": huge, "text": []byte(strings.Repeat("text ", 100)),
	} {
		path := filepath.Join(t.TempDir(), "damaged.tokens")
		if err := os.WriteFile(path, damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := mixture.OpenTokens(path); err == nil || !strings.Contains(err.Error(), "delete it") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestTextNeedsEnoughTokens(t *testing.T) {
	s := mixture.NewText(tokenize(t, t.TempDir(), proverbs(1), tokenizer.Bytes{}))
	_, err := s.Sample(1, 0, 1000)
	if err == nil || !strings.Contains(err.Error(), "give a larger corpus or a smaller length") {
		t.Errorf("error %v", err)
	}
}

// TestTextReachesBothEnds: the first and the last span are as likely as others.
func TestTextReachesBothEnds(t *testing.T) {
	tokens := tokenize(t, t.TempDir(), proverbs(1), tokenizer.Bytes{})
	all, err := tokens.Span(0, tokens.Len())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]int{}
	for i := range 600 {
		e, err := mixture.NewText(tokens).Sample(1, i, len(all)-2)
		if err != nil {
			t.Fatal(err)
		}
		for start := range 3 {
			if slices.Equal(e.Tokens, all[start:start+len(e.Tokens)]) {
				seen[start]++
			}
		}
	}
	for start := range 3 {
		if seen[start] < 150 {
			t.Errorf("start %d came %d times of 600", start, seen[start])
		}
	}
}
