package corpus_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/hsalab/hsalab/data/corpus"
)

// written is a file of the given name and text, compressed by its ending.
func written(t testing.TB, name string, write func(w io.Writer)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var w io.WriteCloser = f
	switch filepath.Ext(name) {
	case ".gz":
		w = gzip.NewWriter(f)
	case ".zst":
		if w, err = zstd.NewWriter(f); err != nil {
			t.Fatal(err)
		}
	}
	write(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func text(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }

func TestTextFile(t *testing.T) {
	for _, name := range []string{"a.txt", "a.txt.gz", "a.txt.zst"} {
		path := written(t, name, text(strings.Repeat("Light travels.\n\n", 1000)))
		var b strings.Builder
		for d, err := range corpus.TextFile(path) {
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(d.Text)
		}
		if b.Len() != 16000 {
			t.Errorf("%s: %d bytes", name, b.Len())
		}
	}
}

func TestJSONLFile(t *testing.T) {
	path := written(t, "a.jsonl.gz", text(`{"text":"one","id":1}`+"\n\n"+`{"text":"two\n\u00e9"}`+"\n"+`{"text":""}`))
	got := collect(t, corpus.New("a", "a", corpus.JSONLFile(path, "text")))
	if len(got) != 2 || got[0].Text != "one" || got[1].Text != "two\né" || !strings.HasSuffix(got[1].Name, "#3") {
		t.Errorf("%+v", got)
	}
	for content, want := range map[string]string{
		`{"body":"one","id":2}`: `no field "text": it has body, id`,
		`{"text":5}`:            "no text",
		`[1]`:                   "line 1: no JSON object",
		`{"text":`:              "line 1: no JSON object",
	} {
		err := firstError(corpus.New("b", "b", corpus.JSONLFile(written(t, "b.jsonl", text(content)), "text")))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", content, err, want)
		}
	}
}

func ExampleJSONLFile() {
	dir, err := os.MkdirTemp("", "corpus")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "proverbs.jsonl")
	if err := os.WriteFile(path, []byte("{\"text\":\"Light travels.\"}\n{\"body\":\"Light stays.\"}\n"), 0o644); err != nil {
		log.Fatal(err)
	}
	for d, err := range corpus.JSONLFile(path, "text") {
		if err != nil {
			fmt.Println(strings.ReplaceAll(err.Error(), dir, "DIR"))
			break
		}
		fmt.Println(filepath.Base(d.Name), d.Text)
	}
	// Output:
	// proverbs.jsonl#1 Light travels.
	// corpus: DIR/proverbs.jsonl line 2: no field "text": it has body, so name one of these
}

func ExampleTextFile() {
	dir, err := os.MkdirTemp("", "corpus")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "book.txt")
	paragraph := strings.Repeat("Light travels. ", 200) + "\n\n"
	if err := os.WriteFile(path, []byte(strings.Repeat(paragraph, 5)), 0o644); err != nil {
		log.Fatal(err)
	}
	for d, err := range corpus.TextFile(path) {
		fmt.Println(filepath.Base(d.Name), d.Part, len(d.Text), err)
	}
	// Output:
	// book.txt 0 6004 <nil>
	// book.txt 1 6004 <nil>
	// book.txt 2 3002 <nil>
}

func firstError(c corpus.Corpus) error {
	for _, err := range c.Documents() {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestUnreadableFiles(t *testing.T) {
	for name, want := range map[string]string{"a.txt.gz": "gzip", "a.jsonl.zst": "a.jsonl.zst", "a.bz2": "bzip2"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte("plain text"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := firstError(corpus.New(name, name, corpus.TextFile(path))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
	if err := firstError(corpus.New("", "", corpus.TextFile("no such file"))); err == nil {
		t.Error("no error for no file")
	}
}

// TestMemoryIsBounded reads 32 MB and holds few of them at a time.
func TestMemoryIsBounded(t *testing.T) {
	const lines, bound = 1 << 18, 12 << 20
	line := strings.Repeat("light travels ", 8)
	for name, write := range map[string]func(io.Writer){
		"a.txt.gz": func(w io.Writer) {
			for i := range lines {
				fmt.Fprintf(w, "%s%d\n", line, i)
			}
		},
		"a.jsonl.zst": func(w io.Writer) {
			for i := range lines / 64 {
				fmt.Fprintf(w, "{\"text\":\"%s%d\"}\n", strings.Repeat(line, 64), i)
			}
		},
	} {
		path := written(t, name, write)
		documents := corpus.TextFile(path)
		if strings.Contains(name, "jsonl") {
			documents = corpus.JSONLFile(path, "text")
		}
		before, read, most, seen := heap(), 0, uint64(0), 0
		for d, err := range documents {
			if err != nil {
				t.Fatal(err)
			}
			if read += len(d.Text); seen%1000 == 0 || len(d.Text) > 1<<19 && seen%16 == 0 {
				most = max(most, heap())
			}
			seen++
		}
		if read < 28<<20 || most > before+bound {
			t.Errorf("%s: %d bytes read with %d held, want at most %d", name, read, int64(most)-int64(before), bound)
		}
	}
}

// heap is the number of bytes in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
