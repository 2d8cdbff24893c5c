package corpus_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/words"
)

func read(t testing.TB, text string) *corpus.Text {
	t.Helper()
	got, err := corpus.Read("test", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestReadKeepsOrder(t *testing.T) {
	text := read(t, "The light, the Sun\nand the light")
	want := []string{"the", "light", ",", "the", "sun", "and", "the", "light"}
	if got := slices.Collect(text.Words()); !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
	if text.Len() != 8 || text.Distinct() != 5 || text.Truncated {
		t.Errorf("Len %d, Distinct %d, Truncated %t", text.Len(), text.Distinct(), text.Truncated)
	}
	for range text.Words() {
		break // the iterator must stop here
	}
}

func TestSplit(t *testing.T) {
	text := read(t, "0 1 2 3 4 5 6 7 8 9")
	for _, tt := range []struct {
		share       float64
		first, rest string
	}{
		{0.3, "012", "3456789"}, {0, "", "0123456789"}, {1, "0123456789", ""}, {0.25, "012", "3456789"},
	} {
		first, rest := text.Split(tt.share)
		if got := strings.Join(slices.Collect(first.Words()), ""); got != tt.first {
			t.Errorf("Split(%g): first %q, want %q", tt.share, got, tt.first)
		}
		if got := strings.Join(slices.Collect(rest.Words()), ""); got != tt.rest {
			t.Errorf("Split(%g): rest %q, want %q", tt.share, got, tt.rest)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a share of 2 does not panic")
		}
	}()
	text.Split(2)
}

func TestEncodeKeepsNeedleWordsOut(t *testing.T) {
	text := read(t, "the magic light of the magic sun")
	v, err := words.Build(text.Words(), words.Spec{Frequent: 2, Reserved: []string{"magic"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []int32{v.ID("the"), 0, v.ID("light"), 0, v.ID("the"), 0, 0}
	if got := text.Encode(v); !slices.Equal(got, want) {
		t.Errorf("Encode = %v, want %v", got, want)
	}
}

func TestBadText(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, tt := range []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "none.txt"), "no such file"},
		{"directory", dir, "is a directory"},
		{"empty", write("empty.txt", nil), "holds no words"},
		{"white space", write("white.txt", []byte(" \n\t")), "holds no words"},
		{"binary", write("binary", []byte("ELF\x00\x01")), "no UTF-8 text"},
		{"Latin-1", write("latin.txt", []byte("caf\xe9 noir")), "convert the file"},
		{"no gzip", write("fake.gz", []byte("text")), "fake.gz"},
		{"no bzip2", write("fake.bz2", []byte("text")), "fake.bz2"},
	} {
		_, err := corpus.Open(tt.path)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestOpenCompressed(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, "light without a newline"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "light.txt.gz")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := corpus.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if text.Len() != 4 || text.Name != "light.txt.gz" {
		t.Errorf("%d words of %q", text.Len(), text.Name)
	}
}

// TestOpticks pins the book: other words would make other samples.
func TestOpticks(t *testing.T) {
	text, err := corpus.Opticks()
	if err != nil {
		t.Fatal(err)
	}
	train, heldOut := text.Split(corpus.OpticksTrain)
	if heldOut.Len() < 65536 {
		t.Errorf("%d held-out words, want 65,536", heldOut.Len())
	}
	if train.Len()+heldOut.Len() != text.Len() {
		t.Errorf("%d and %d words of %d", train.Len(), heldOut.Len(), text.Len())
	}
	v, err := words.Build(train.Words(), words.Spec{Frequent: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, got, want string }{
		{"vocabulary", v.Hash(), "164737a0b48a547d"},
		{"training words", data.HashTokens(train.Encode(v)), "400e047de352f3e2"},
		{"held-out words", data.HashTokens(heldOut.Encode(v)), "4f145b06788cd745"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: hash %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}

func BenchmarkOpticks(b *testing.B) {
	for b.Loop() {
		if _, err := corpus.Opticks(); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleRead() {
	text, err := corpus.Read("a proverb", strings.NewReader("Light travels. Light stays."))
	if err != nil {
		fmt.Println(err)
		return
	}
	train, heldOut := text.Split(0.5)
	fmt.Println(text.Len(), "words,", text.Distinct(), "distinct")
	fmt.Println(slices.Collect(train.Words()), slices.Collect(heldOut.Words()))
	_, err = corpus.Read("a picture", strings.NewReader("\x89PNG\r\n\x1a\n\x00"))
	fmt.Println(err)
	// Output:
	// 6 words, 4 distinct
	// [light travels .] [light stays .]
	// corpus: a picture: words: byte 0 is 0x89, which is no UTF-8 text: convert the file to UTF-8, or choose a text file
}

func ExampleOpticks() {
	text, err := corpus.Opticks()
	if err != nil {
		fmt.Println(err)
		return
	}
	next := 0
	for word := range text.Words() {
		if next++; next > 2000 {
			fmt.Print(word, " ")
		}
		if next == 2012 {
			break
		}
	}
	fmt.Printf("(%s)\n", text.Name)
	// Output:
	// draw cb . for this line cb shall be the reflected ray (Newton's Opticks)
}
