package ruler

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// text is the run's samples as RULER's JSON lines.
func (r Run) text(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	err := Write(&out, func(yield func(Record, error) bool) {
		for s, err := range r.All() {
			if err == nil {
				err = s.CheckEvidence()
			}
			if !yield(r.Record(s), err) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gunzip(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestReference(t *testing.T) {
	in := readInputs(t)
	folders := []string{reference}
	if second := os.Getenv("HSALAB_SAMPLES"); second != "" {
		folders = append(folders, second)
	}
	for _, folder := range folders {
		files := entries(t, folder)
		if len(files) == 0 {
			t.Logf("%s holds no samples of RULER", folder)
		}
		for _, f := range files {
			t.Run(f.File, func(t *testing.T) { in.compare(t, folder, f) })
		}
	}
}

// compare makes a file of samples anew and compares it, and the path of the search for the size.
func (in *inputs) compare(t *testing.T, folder string, f indexEntry) {
	want := gunzip(t, filepath.Join(folder, f.File))
	f.Samples = bytes.Count(want, []byte{'\n'})
	r := in.run(t, folder, f)
	var tests [][2]int
	r.probed = func(size, tokens int) { tests = append(tests, [2]int{size, tokens}) }
	got := r.text(t)
	if diff := cmp.Diff(f.Tests, tests); diff != "" && len(f.Tests) > 0 {
		t.Errorf("sizes tried, -want +got:\n%s", diff)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("the bytes differ, -want +got:\n%s", cmp.Diff(lines(want), lines(got)))
	}
	if sum := sha256.Sum256(got); f.Sha256 != "" && hex.EncodeToString(sum[:]) != f.Sha256 {
		t.Errorf("SHA-256 %x, want %s", sum, f.Sha256)
	}
}

// lines cuts a text for messages.
func lines(text []byte) []string {
	all := strings.SplitAfter(string(text), "\n")
	for i, l := range all {
		all[i] = l[:min(300, len(l))] + l[max(min(300, len(l)), len(l)-300):]
	}
	return all
}

func TestReferenceNeverEnds(t *testing.T) {
	in := readInputs(t)
	var index indexFile
	readJSON(t, filepath.Join(reference, "ruler/index.json"), &index)
	for _, n := range index.NeverEnds {
		f := indexEntry{Task: n[0].(string), Tokenizer: n[1].(string), Length: int(n[2].(float64)), Seed: int64(n[3].(float64)), Samples: 3, Essay: "plain"}
		t.Run(strings.Join([]string{f.Task, f.Tokenizer}, "/"), func(t *testing.T) {
			for _, err := range in.run(t, reference, f).All() {
				if err == nil || !strings.Contains(err.Error(), "the smallest prompt") {
					t.Fatalf("error %v, want one that says that the smallest prompt does not fit", err)
				}
			}
		})
	}
}
