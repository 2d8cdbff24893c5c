package ruler

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

var update = flag.Bool("update", false, "write testdata/sha256.txt")

// The samples of the embedded pack are the same everywhere.
func TestOursSHA256(t *testing.T) {
	const path = "testdata/sha256.txt"
	m := newMadeUp(t)
	var table strings.Builder
	for _, task := range Tasks(taskpack.Ours()) {
		for _, length := range []int{1024, 4096} {
			r := m.run(task, words{}, length, 42)
			fmt.Fprintf(&table, "%s words %d seed42 %x\n", task, length, sha256.Sum256(r.text(t)))
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(table.String(), "\n")); diff != "" {
		t.Errorf("samples changed: raise Version and run with -update, -want +got:\n%s", diff)
	}
}

// Every sample fits its length, holds its evidence under every tokenizer, and the evidence holds the answers.
func TestOursEvidence(t *testing.T) {
	bpe, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeUp(t)
	for _, task := range Tasks(taskpack.Ours()) {
		t.Run(task, func(t *testing.T) {
			for i := range uint64(16) {
				rand := data.Rand("ruler evidence "+task, i)
				var tok data.Tokenizer = bpe
				length := 5000 + rand.IntN(4000)
				if i%2 == 1 {
					tok, length = tokenizer.Bytes{}, 3*length
				}
				r := m.run(task, tok.(data.Counter), length, rand.Int64())
				r.Samples, r.ExampleTokens = 2, length/5
				for s, err := range r.All() {
					if err != nil {
						t.Fatal(err)
					}
					checkSample(t, r, s, tok)
				}
			}
		})
	}
}

// unit is as many tokens as a line, sentence or document of a sample may have: a line of noise has 40, and a document
// half more than the gold one.
func unit(s data.TextSample, counter data.Counter) int {
	longest := 40
	for _, e := range s.Evidence {
		longest = max(longest, counter.Count(e.Text)*3/2)
	}
	return longest
}

// A tight sample comes within a unit of its length.
func TestTightLength(t *testing.T) {
	bpe, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeUp(t)
	for _, task := range Tasks(taskpack.Ours()) {
		for i := range uint64(3) {
			rand := data.Rand("ruler tight "+task, i)
			r := m.run(task, bpe, 5000+rand.IntN(20000), rand.Int64())
			r.Tight, r.ExampleTokens = true, 1000
			for s, err := range r.All() {
				if err != nil {
					t.Fatal(err)
				}
				if rest := r.Length - s.Length; rest < 0 || rest >= unit(s, bpe) {
					t.Errorf("%s: length %d of %d, one unit is %d tokens", task, s.Length, r.Length, unit(s, bpe))
				}
			}
		}
	}
}

func checkSample(t *testing.T, r Run, s data.TextSample, tok data.Tokenizer) {
	t.Helper()
	located, tokens, err := s.Locate(tok, 64)
	if err != nil {
		t.Fatal(err)
	}
	if s.Length != len(tokens)+s.Budget || s.Length > r.Length || s.Length < r.Length/3 {
		t.Fatalf("length %d of %d: %d tokens and %d for the answer", s.Length, r.Length, len(tokens), s.Budget)
	}
	for _, e := range located.Evidence {
		if text := tok.Decode(tokens[e.Tokens.Start:e.Tokens.End]); !strings.Contains(text, e.Text) {
			t.Fatalf("evidence %q, its tokens say %q", e.Text, text)
		}
	}
	checkAnswers(t, r, s)
}

// checkAnswers checks that each answer stands in a piece of evidence and, but for questions over documents, each piece
// of evidence holds an answer.
func checkAnswers(t *testing.T, r Run, s data.TextSample) {
	t.Helper()
	family := r.family()
	if len(s.Evidence) == 0 && family != "qa" {
		t.Fatal("no evidence")
	}
	for _, e := range s.Evidence {
		holds := func(answer string) bool { return strings.Contains(e.Text, answer) }
		if family != "qa" && !slices.ContainsFunc(s.Outputs, holds) {
			t.Fatalf("evidence %q holds none of %q", e.Text, s.Outputs)
		}
	}
	for _, answer := range s.Outputs {
		held := func(e data.Evidence) bool { return strings.Contains(e.Text, answer) }
		if family != "qa" && !slices.ContainsFunc(s.Evidence, held) {
			t.Fatalf("no evidence of %q", answer)
		}
	}
}
