package needles_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

var update = flag.Bool("update", false, "write testdata anew")

func maker(t testing.TB) *needles.Maker {
	t.Helper()
	m, err := needles.New(taskpack.Ours().HSAGroup, byteTokenizer{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// prose is a haystack of n tokens in which no needle can stand by chance.
func prose(n int) []int32 {
	text := strings.Repeat("the mill stood by the river and nobody asked why it was so quiet; ", n/60+1)
	return byteTokenizer{}.Encode(text[:n])
}

// filler is a token that stands in no needle and no question, for haystacks whose tokens can be counted: EOS.
const filler = 0

var tasks = []needles.Task{needles.SingleNeedle, needles.MultiQuery, needles.VariableTracking, needles.FrequentWords}

// Length, evidence, answer and depth are what they are said to be, on both roads.
func TestSamplesAreWhatTheySay(t *testing.T) {
	bpe, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		tok := rapid.SampledFrom([]data.Tokenizer{byteTokenizer{}, bpe}).Draw(t, "tokenizer")
		m, err := needles.New(taskpack.Ours().HSAGroup, tok)
		if err != nil {
			t.Fatal(err)
		}
		c := needles.Config{
			Task:   rapid.SampledFrom(tasks).Draw(t, "task"),
			Length: rapid.IntRange(1200, 5000).Draw(t, "length"),
			Depth:  rapid.SampledFrom([]float64{needles.RandomDepth, 0, 0.25, 0.5, 1}).Draw(t, "depth"),
			Seed:   rapid.Int64().Draw(t, "seed"),
			Key:    rapid.SampledFrom([]needles.Key{needles.TokenKey, needles.DigitKey}).Draw(t, "key"),
		}
		haystack := slices.Repeat([]int32{filler}, c.Length)
		s, err := m.Make(c, needles.FromTokens(haystack))
		if err == nil && c.Task != needles.FrequentWords && rapid.Bool().Draw(t, "from a span") {
			c.Depth = needles.RandomDepth
			s, err = m.FromSpan(c.Task, haystack)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := check(s, c, tok); err != nil {
			t.Fatal(err)
		}
	})
}

func check(s needles.Sample, c needles.Config, tok data.Tokenizer) error {
	errs := []error{}
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if len(s.Tokens) != c.Length {
		fail("%d tokens, want %d", len(s.Tokens), c.Length)
	}
	located, err := s.Locate(tok, 64)
	if err != nil {
		return err
	}
	text := tok.Decode(s.Tokens)
	for _, e := range located.Evidence {
		if got := tok.Decode(s.Tokens[e.Tokens.Start:e.Tokens.End]); got != e.Text {
			fail("the tokens of the evidence say %q, want %q", got, e.Text)
		}
		if got := text[e.Bytes.Start:e.Bytes.End]; got != e.Text {
			fail("the bytes of the evidence say %q, want %q", got, e.Text)
		}
		first, last := e.Tokens.Start/64, (e.Tokens.End-1)/64
		if e.Chunks[0] != first || e.Chunks[len(e.Chunks)-1] != last || len(e.Chunks) != last-first+1 {
			fail("evidence at %v in chunks %v", e.Tokens, e.Chunks)
		}
	}
	gold := map[needles.Task][2]int{needles.SingleNeedle: {1, 0}, needles.MultiQuery: {2, 4}, needles.VariableTracking: {3, 3}, needles.FrequentWords: {1, 0}}
	if want := gold[s.Task]; len(s.Evidence) != want[0] || len(s.Others) != want[1] {
		fail("%d gold needles and %d others, want %v", len(s.Evidence), len(s.Others), want)
	}
	if answer := s.Answer(); answer[len(answer)-1] != 0 || slices.Contains(s.Want(), 0) {
		fail("answer %v with %v scored: want EOS at its end, not scored", answer, s.Want())
	}
	return errors.Join(append(errs, checkAnswer(s, tok), checkDepth(s, c))...)
}

// checkAnswer finds the words of the scored tokens in the evidence.
func checkAnswer(s needles.Sample, tok data.Tokenizer) error {
	var found strings.Builder
	for _, e := range s.Evidence {
		found.WriteString(e.Text)
	}
	for word := range strings.FieldsFuncSeq(tok.Decode(s.Want()), func(r rune) bool { return r == ' ' || r == ',' }) {
		if !strings.Contains(found.String(), word) {
			return fmt.Errorf("the evidence does not hold %q of the answer", word)
		}
	}
	return nil
}

// checkDepth counts the haystack's tokens before each piece of evidence: one of them must lie at the depth.
func checkDepth(s needles.Sample, c needles.Config) error {
	if c.Depth == needles.RandomDepth || c.Task == needles.FrequentWords {
		return nil
	}
	room := haystackTokens(s, s.Prompt)
	for _, e := range s.Evidence {
		if haystackTokens(s, e.Tokens.Start) == int(c.Depth*float64(room)+0.5) {
			return nil
		}
	}
	return fmt.Errorf("no evidence at depth %v of %d haystack tokens", c.Depth, room)
}

// haystackTokens counts the filler before a token, outside the needles.
func haystackTokens(s needles.Sample, end int) int {
	n := 0
	for i, token := range s.Tokens[:end] {
		inNeedle := slices.ContainsFunc(s.Evidence, func(e data.Evidence) bool { return e.Tokens.Contains(i) })
		if token == filler && !inNeedle {
			n++
		}
	}
	return n
}

// The same config gives the same tokens on every machine.
func TestSamplesAreTheSameEverywhere(t *testing.T) {
	m := maker(t)
	var table bytes.Buffer
	for _, task := range tasks {
		for _, key := range []needles.Key{needles.TokenKey, needles.DigitKey} {
			c := needles.Config{Task: task, Length: 4096, Depth: 0.5, Seed: 42, Key: key}
			s, err := m.Make(c, needles.FromTokens(prose(4096)))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&table, "%s  %v key %d\n", data.HashTokens(s.Tokens), task, key)
		}
	}
	golden := filepath.Join("testdata", "samples.sha256")
	if *update {
		if err := os.WriteFile(golden, table.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("samples have changed (-update writes the table anew):\n%s", diff)
	}
}

func TestScore(t *testing.T) {
	s, err := maker(t).FromSpan(needles.VariableTracking, prose(1024))
	if err != nil {
		t.Fatal(err)
	}
	if n := s.Positions().Len(); n != 6 { // a space and five letters
		t.Errorf("%d positions of VT, want 6", n)
	}
	right, err := s.Score(s.Want())
	if err != nil || !right.Exact || right.Right != 6 {
		t.Errorf("the right tokens score %v, %v", right, err)
	}
	wrong := slices.Clone(s.Want())
	wrong[2]++
	if r, _ := s.Score(wrong); r.Exact || r.Right != 5 || r.Total != 6 {
		t.Errorf("one wrong token scores %v", r)
	}
	if _, err := s.Score(nil); err == nil {
		t.Error("no tokens were scored")
	}
}

func TestBadInput(t *testing.T) {
	m := maker(t)
	source := needles.FromTokens(prose(2000))
	for want, c := range map[string]needles.Config{
		"depth 1.5":             {Task: needles.SingleNeedle, Length: 1024, Depth: 1.5},
		"does not fit in 100":   {Task: needles.MultiQuery, Length: 100},
		"the text has 2000":     {Task: needles.SingleNeedle, Length: 4096},
		"Task(9) has no needle": {Task: 9, Length: 1024},
		"too few for 60 code":   {Task: needles.FrequentWords, Length: 400},
		"the longest is":        {Task: needles.SingleNeedle, Length: data.MaxLength + 1},
	} {
		if _, err := m.Make(c, source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
	if _, err := m.FromSpan(needles.SingleNeedle, nil); err == nil {
		t.Error("an empty span was taken")
	}
	if _, err := m.FromSpan(needles.VariableTracking, prose(50)); err == nil {
		t.Error("a span too short was taken")
	}
	if _, err := needles.New(taskpack.HSAGroup{}, byteTokenizer{}); err == nil || !strings.Contains(err.Error(), "hsa_group") {
		t.Errorf("a pack without strings: %v", err)
	}
}
