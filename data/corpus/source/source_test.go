package source_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/corpus/source"
)

type row struct {
	Title string   `parquet:"title"`
	Text  *string  `parquet:"text,optional"`
	Pages int64    `parquet:"pages"`
	Tags  []string `parquet:"tags,list"`
}

// table is a Parquet file of n rows, every fifth without text.
func table(t testing.TB, path string, n int) {
	t.Helper()
	rows := make([]row, n)
	for i := range rows {
		text := fmt.Sprintf("text %d", i+1)
		rows[i] = row{Title: fmt.Sprint(i), Text: &text}
		if i%5 == 4 {
			rows[i].Text = nil
		}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := parquet.NewGenericWriter[row](f, parquet.MaxRowsPerRowGroup(300), parquet.PageBufferSize(1024))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func texts(t testing.TB, c corpus.Corpus) []string {
	t.Helper()
	var all []string
	for text, err := range c.Texts() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	return all
}

func open(t testing.TB, name string, o source.Options) corpus.Corpus {
	t.Helper()
	c, err := source.Open(context.Background(), name, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParquet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "books.parquet")
	table(t, path, 1000)
	got := texts(t, open(t, path, source.Options{}))
	if len(got) != 800 || got[0] != "text 1" || got[4] != "text 6" || got[799] != "text 999" {
		t.Errorf("%d rows: %.60q", len(got), got)
	}
	for range source.Parquet(path, "text") {
		break // the iterator must stop here
	}
	for column, want := range map[string]string{
		"body": `no column "body": it has title, text, pages`, "pages": "no text", "tags.list.element": "no text",
	} {
		for _, err := range source.Parquet(path, column) {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %v, want %q", column, err, want)
			}
		}
	}
	fake := filepath.Join(t.TempDir(), "fake.parquet")
	if err := os.WriteFile(fake, []byte("PAR1 and nothing more"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, err := range source.Parquet(fake, "text") {
		if err == nil || !strings.Contains(err.Error(), "no Parquet file") {
			t.Errorf("fake file: error %v", err)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"b.txt": "two", "a/one.jsonl": `{"text":"one"}`, "c.png": "\x89PNG"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	table(t, filepath.Join(dir, "z.parquet"), 2)
	c := open(t, dir, source.Options{})
	if got := strings.Join(texts(t, c), "|"); got != "one|two|text 1|text 2" {
		t.Error(got)
	}
	before := c.Identity()
	if err := os.WriteFile(filepath.Join(dir, "b.txt"), []byte("2"), 0o644); err != nil {
		t.Fatal(err)
	}
	if open(t, dir, source.Options{}).Identity() == before {
		t.Error("a changed file leaves the identity of the corpus")
	}
}

func TestFactors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jsonl")
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "{\"body\":\"text %d\"}\n", i)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	o := source.Options{Field: "body"}
	if n := len(texts(t, open(t, path+"*2.25 + "+path, o))); n < 3200 || n > 3300 {
		t.Errorf("%d documents, want 3250 or so", n)
	}
	o.Split = corpus.Haystack
	if n := len(texts(t, open(t, path, o))); n < 30 || n > 70 {
		t.Errorf("%d documents for haystacks, want 50 or so", n)
	}
}

func TestBadNames(t *testing.T) {
	empty := t.TempDir()
	for name, want := range map[string]string{
		"": "no corpus is named", "opticks+": "no corpus is named", "opticks*0": "factor", "opticks*x": "factor",
		"no/such/file": "want opticks", empty: "no file of text",
	} {
		if _, err := source.Open(context.Background(), name, source.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", name, err, want)
		}
	}
	if _, err := source.Open(context.Background(), "opticks", source.Options{Split: "test"}); err == nil || !strings.Contains(err.Error(), "haystack") {
		t.Errorf("unknown split: error %v", err)
	}
}

// TestHub fetches from a hub of our own: lab/books is a program on main, its conversion to Parquet has the text.
func TestHub(t *testing.T) {
	path := filepath.Join(t.TempDir(), "0000.parquet")
	table(t, path, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch p := r.URL.EscapedPath(); {
		case p == "/api/datasets/lab/books/revision/main":
			w.Write([]byte(`{"sha":"abc","siblings":[{"rfilename":"books.py"},{"rfilename":"README.md"}]}`))
		case p == "/api/datasets/lab/books/revision/refs%2Fconvert%2Fparquet":
			w.Write([]byte(`{"sha":"def","siblings":[{"rfilename":"default/train/0000.parquet"}]}`))
		case strings.HasPrefix(p, "/datasets/lab/books/resolve/") && strings.HasSuffix(p, "0000.parquet"):
			f, err := os.Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Close()
			w.Header().Set("ETag", `"etag"`)
			w.Header().Set("X-Repo-Commit", "def")
			http.ServeContent(w, r, "", time.Time{}, f)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	o := source.HubOptions{Endpoint: server.URL, Cache: t.TempDir()}
	c, err := source.Hub(context.Background(), "lab/books", o)
	if err != nil {
		t.Fatal(err)
	}
	if got := texts(t, c); len(got) != 8 || got[0] != "text 1" {
		t.Errorf("%q", got)
	}
	if _, err := source.Hub(context.Background(), "lab/none", o); err == nil || !strings.Contains(err.Error(), "name their path") {
		t.Errorf("no dataset: error %v", err)
	}
	o.Folder = "default/test"
	if _, err := source.Hub(context.Background(), "lab/books", o); err == nil || !strings.Contains(err.Error(), `below "default/test"`) {
		t.Errorf("no folder: error %v", err)
	}
}

// TestOffline: without a hub the error says so and what to do.
func TestOffline(t *testing.T) {
	t.Setenv("HF_ENDPOINT", "http://127.0.0.1:1")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HF_HOME", t.TempDir())
	_, err := source.Open(context.Background(), "hf:deepmind/pg19", source.Options{})
	if err == nil || !strings.Contains(err.Error(), "fetch the files and name their path") {
		t.Errorf("error %v does not say what to do", err)
	}
}

func ExampleOpen() {
	c, err := source.Open(context.Background(), "opticks", source.Options{Split: corpus.Haystack})
	if err != nil {
		fmt.Println(err)
		return
	}
	sum, err := c.Summary()
	fmt.Println(c.Name(), sum.Documents, "documents", sum.Bytes, "bytes", sum.Hash, err)
	// Output:
	// opticks/haystack 7 documents 37432 bytes ffc592311f22505c <nil>
}
