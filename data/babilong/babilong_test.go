package babilong_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babi/solve"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

var update = flag.Bool("update", false, "write testdata anew")

// texts are three made-up documents.
func texts() []string {
	var list []string
	for _, subject := range []string{"the miller", "an old sailor", "the gardener"} {
		var b strings.Builder
		for i := range 200 {
			fmt.Fprintf(&b, "In the year %d %s counted the %d boats on the river and wrote it down. Nobody asked. ", 1700+i, subject, 3*i%97)
		}
		list = append(list, b.String())
	}
	return list
}

func question(t testing.TB, task babi.Task, seed int64) babi.Question {
	t.Helper()
	simulator, err := babi.New(taskpack.Ours().Babi)
	if err != nil {
		t.Fatal(err)
	}
	story, err := simulator.Story(task, seed, 0)
	if err != nil {
		t.Fatal(err)
	}
	return story.Questions()[0]
}

func mix(t testing.TB, c babilong.Config, tok data.Tokenizer, q babi.Question) babilong.Mix {
	t.Helper()
	mixer, err := babilong.New(c, texts(), tok)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mixer.Mix(q)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Over tasks, tokenizers, lengths and depths: the length is exact, the tokens of each fact decode to it, the facts stand
// in the part asked for, blocks are the whole, and the evidence of the text sample is where it says.
func TestMixesAreWhatTheySay(t *testing.T) {
	bpe, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		task := babi.Task(rapid.IntRange(1, babi.Tasks).Draw(r, "task"))
		c := babilong.Config{
			Tokens:  rapid.IntRange(6000, 20000).Draw(r, "tokens"),
			Seed:    rapid.Uint64().Draw(r, "seed"),
			Shuffle: rapid.Bool().Draw(r, "shuffle"),
		}
		if rapid.Bool().Draw(r, "part") {
			c.Start, c.End = 0.25, 0.9
		}
		tok := rapid.SampledFrom([]data.Tokenizer{byteTokenizer{}, newWordTokenizer(), bpe}).Draw(r, "tokenizer")
		q := question(t, task, rapid.Int64().Draw(r, "story"))
		if err := check(mix(t, c, tok, q), c, tok); err != nil {
			r.Fatal(err)
		}
	})
}

func check(m babilong.Mix, c babilong.Config, tok data.Tokenizer) error {
	tokens := m.Tokens()
	if len(tokens) != c.Tokens || m.Len() != c.Tokens {
		return fmt.Errorf("%d tokens, said to be %d, want %d", len(tokens), m.Len(), c.Tokens)
	}
	for i, span := range m.Facts {
		if got := strings.TrimSpace(tok.Decode(tokens[span.Start:span.End])); got != m.Question.Statements[i] {
			return fmt.Errorf("the tokens of fact %d say %q, want %q", i, got, m.Question.Statements[i])
		}
		if at := float64(span.Start) / float64(c.Tokens); c.End > 0 && (at < c.Start || at > c.End) {
			return fmt.Errorf("fact %d at depth %v, want %v to %v", i, at, c.Start, c.End)
		}
	}
	var joined []int32
	for block := range m.Blocks(1000) {
		joined = append(joined, block...)
	}
	if !slices.Equal(joined, tokens) {
		return fmt.Errorf("the blocks are not the tokens")
	}
	evidence, err := m.Evidence(64)
	if err != nil {
		return err
	}
	for i, e := range evidence {
		first, last := e.Tokens.Start/64, (e.Tokens.End-1)/64
		if e.Text != m.Question.Statements[m.Question.Supports[i]] || e.Chunks[0] != first || e.Chunks[len(e.Chunks)-1] != last {
			return fmt.Errorf("evidence %q at %v in chunks %v", e.Text, e.Tokens, e.Chunks)
		}
	}
	return checkSample(m, tok)
}

// checkSample verifies the text sample: its evidence by bytes, and by tokens once located.
func checkSample(m babilong.Mix, tok data.Tokenizer) error {
	s, err := m.Sample(taskpack.Ours().BABILong)
	if err != nil {
		return err
	}
	located, tokens, err := s.Locate(tok, 64)
	if err != nil {
		return err
	}
	if s.Length != len(tokens)+s.Budget || len(s.Evidence) != len(m.Question.Supports) {
		return fmt.Errorf("length %d of %d tokens, %d pieces of evidence", s.Length, len(tokens), len(s.Evidence))
	}
	for _, e := range located.Evidence {
		if got := strings.TrimSpace(tok.Decode(tokens[e.Tokens.Start:e.Tokens.End])); got != e.Text {
			return fmt.Errorf("the tokens of the evidence say %q, want %q", got, e.Text)
		}
	}
	return nil
}

// Examples in our prompts follow the forms of the stories, and their answers are proved.
func TestPromptExamplesAreProved(t *testing.T) {
	pack := taskpack.Ours()
	solver, scorer := solve.New(pack.Babi), babilong.NewScorer(pack.BABILong)
	example := regexp.MustCompile(`(?s)<example>\n(.*?)\nAnswer: (.*?)\n</example>`)
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		found := example.FindAllStringSubmatch(pack.BABILong.Prompts[task.String()].Examples, -1)
		if len(found) != 2 {
			t.Fatalf("%v: %d examples, want 2", task, len(found))
		}
		for _, f := range found {
			sentences := strings.SplitAfter(f[1], ". ")
			n := len(sentences) - 1
			if err := solver.Prove(sentences[:n], sentences[n], f[2]); err != nil {
				t.Errorf("%v: %v", task, err)
			}
			if ok, err := scorer.Correct(task, f[2], f[2]+".", sentences[n]); err != nil || !ok {
				t.Errorf("%v: the answer %s is scored %v, %v", task, f[2], ok, err)
			}
		}
	}
}

// Every answer of our stories is among the labels: given as output it is correct, and all labels together are not.
func TestLabelsFitTheStories(t *testing.T) {
	pack := taskpack.Ours().BABILong
	scorer := babilong.NewScorer(pack)
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		everything := strings.Join(pack.Labels[task.String()], " ")
		for seed := range int64(50) {
			q := question(t, task, seed)
			for output, want := range map[string]bool{q.Answer.String() + ". So it is.": true, everything: false} {
				got, err := scorer.Correct(task, q.Answer.String(), output, q.Text)
				if err != nil {
					t.Fatal(err)
				}
				if got != want {
					t.Errorf("%v: %q to %q, with the answer %s, is scored %v", task, output, q.Text, q.Answer, got)
				}
			}
		}
	}
}

// The same seed gives the same bytes on every machine.
func TestMixesAreTheSameEverywhere(t *testing.T) {
	var table bytes.Buffer
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		m := mix(t, babilong.Config{Tokens: 8000, Seed: 42, Shuffle: true}, byteTokenizer{}, question(t, task, 42))
		fmt.Fprintf(&table, "%s  %v seed 42, 8000 bytes\n", data.HashTokens(m.Tokens()), task)
	}
	golden := filepath.Join("testdata", "mixes.sha256")
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
		t.Errorf("mixes have changed (-update writes the table anew):\n%s", diff)
	}
}
