package alltasks

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/taskpack"
)

// checkEvidence verifies that the tokens of each piece of evidence are its own, none missing and none too many, and its
// chunks those of the tokens.
func checkEvidence(tok data.Tokenizer, tokens []int32, evidence []data.Evidence) error {
	for i, e := range evidence {
		span := tokens[e.Tokens.Start:e.Tokens.End]
		text := tok.Decode(span)
		switch {
		case !reversible(tok):
			if want := tok.Decode(tok.Encode(e.Text)); text != want {
				return fmt.Errorf("evidence %d: its words are %q, want %q", i, text, want)
			}
		case !strings.Contains(text, e.Text):
			return fmt.Errorf("evidence %d is %q, its tokens say %q", i, e.Text, text)
		case strings.Contains(tok.Decode(span[1:]), e.Text), strings.Contains(tok.Decode(span[:len(span)-1]), e.Text):
			return fmt.Errorf("evidence %d is %q, its tokens are too many: %q", i, e.Text, text)
		}
		first, last := e.Tokens.Start/chunk, (e.Tokens.End-1)/chunk
		if len(e.Chunks) != last-first+1 || e.Chunks[0] != first || e.Chunks[len(e.Chunks)-1] != last {
			return fmt.Errorf("evidence %d has tokens %v and chunks %v", i, e.Tokens, e.Chunks)
		}
	}
	return nil
}

// checkDepth verifies that evidence at the start of a haystack lies in the first half of so many tokens, and at the end
// in the second.
func checkDepth(percent, tokens int, evidence []data.Evidence) error {
	for i, e := range evidence {
		place := float64(e.Tokens.Start) / float64(tokens)
		if percent == 0 && place > 0.5 || percent == 100 && place < 0.5 {
			return fmt.Errorf("evidence %d at depth %d is at %.2f", i, percent, place)
		}
	}
	return nil
}

// depths are in percent; -1 is anywhere.
var depths = []int{-1, 0, 37, 100}

// draws is how many lengths and seeds are drawn for each task, tokenizer and depth.
const draws = 3

// each runs a test for a task and every tokenizer at drawn lengths and every depth.
func each(t *testing.T, task string, toks []data.Tokenizer, shortest int, test func(tok data.Tokenizer, length, depth int, seed int64) error) {
	t.Run(task, func(t *testing.T) {
		t.Parallel()
		for _, tok := range toks {
			rng := data.Rand("alltasks " + task + " " + tok.Name())
			for i := range draws * len(depths) {
				depth := depths[i%len(depths)]
				length, seed := shortest+rng.IntN(shortest), rng.Int64N(1<<32)
				if tok.Name() == "bytes" {
					length *= 3
				}
				if err := test(tok, length, depth, seed); err != nil {
					t.Errorf("%s, length %d, depth %d, seed %d: %v", tok.Name(), length, depth, seed, err)
				}
			}
		}
	})
}

func TestRULER(t *testing.T) {
	essay, err := ruler.NewEssay(prose(300), nil)
	if err != nil {
		t.Fatal(err)
	}
	files, toks := documents(t), tokenizers(t)
	pack := taskpack.Ours()
	for name, task := range pack.RULER.Tasks {
		each(t, name, toks, 3000, func(tok data.Tokenizer, length, depth int, seed int64) error {
			counter := tok.(data.Counter)
			r := ruler.Run{
				Task: name, Counter: counter, Length: length, Seed: seed, Samples: 2, Tight: true,
				Essay: essay, Documents: files[task.Dataset], ExampleTokens: length / 5,
			}
			if task.Family == "niah" && depth >= 0 {
				r.Depth = &depth
			} else {
				depth = -1
			}
			longest := sentence(counter)
			for s, err := range r.All() {
				if err != nil {
					return err
				}
				if rest, unit := length-s.Length, unit(counter, s, longest); rest < 0 || rest >= unit {
					return fmt.Errorf("%d tokens of %d, the longest sentence has %d", s.Length, length, unit)
				}
				if err := checkText(tok, s, depth); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// sentence is as many tokens as a sentence of the prose or a line of noise has at most.
func sentence(counter data.Counter) int {
	longest := counter.Count(taskpack.Ours().RULER.Families.NIAH.NoiseUnit + "\n")
	for _, text := range strings.SplitAfter(prose(300), ". ") {
		longest = max(longest, counter.Count(text))
	}
	return longest
}

// unit is as many tokens as a line, sentence or document of a sample has at most: a needle or document that does not
// fit may be half longer than the evidence.
func unit(counter data.Counter, s data.TextSample, longest int) int {
	for _, e := range s.Evidence {
		longest = max(longest, counter.Count(e.Text)*3/2)
	}
	return longest
}

// checkText locates the evidence of a text sample and checks it.
func checkText(tok data.Tokenizer, s data.TextSample, depth int) error {
	located, tokens, err := s.Locate(tok, chunk)
	if err != nil {
		return err
	}
	if s.Length != len(tokens)+s.Budget {
		return fmt.Errorf("length %d of %d tokens and %d for the answer", s.Length, len(tokens), s.Budget)
	}
	if err := checkEvidence(tok, tokens, located.Evidence); err != nil {
		return err
	}
	return checkDepth(depth, len(tokens), located.Evidence)
}

func TestNeedles(t *testing.T) {
	all := tokenizers(t)
	text := prose(2000)
	for _, task := range []needles.Task{needles.SingleNeedle, needles.MultiQuery, needles.VariableTracking} {
		each(t, task.String(), all, 1200, func(tok data.Tokenizer, length, depth int, seed int64) error {
			maker, err := needles.New(taskpack.Ours().HSAGroup, tok)
			if tok.EOS() < 0 {
				if err == nil {
					return fmt.Errorf("a tokenizer without EOS was taken")
				}
				return nil
			}
			if err != nil {
				return err
			}
			c := needles.Config{Task: task, Length: length, Depth: needles.RandomDepth, Seed: seed, Key: needles.DigitKey}
			if depth >= 0 {
				c.Depth = float64(depth) / 100
			}
			s, err := maker.Make(c, needles.FromTokens(tok.Encode(text)))
			if err != nil {
				return err
			}
			if s, err = s.Locate(tok, chunk); err != nil {
				return err
			}
			if len(s.Tokens) != length {
				return fmt.Errorf("%d tokens of %d", len(s.Tokens), length)
			}
			return checkEvidence(tok, s.Tokens, s.Evidence)
		})
	}
}

func TestBABILong(t *testing.T) {
	pack := taskpack.Ours()
	simulator, err := babi.New(pack.Babi)
	if err != nil {
		t.Fatal(err)
	}
	toks, texts := tokenizers(t), []string{prose(600)}
	for task := babi.Task(1); task <= babi.Tasks; task++ {
		each(t, task.String(), toks, 3000, func(tok data.Tokenizer, length, depth int, seed int64) error {
			story, err := simulator.Story(task, seed, 0)
			if err != nil {
				return err
			}
			c := babilong.Config{Tokens: length, Seed: uint64(seed)}
			if depth >= 0 {
				c.Start = float64(depth) / 200
				c.End = c.Start + 0.5
			}
			mixer, err := babilong.New(c, texts, tok)
			if err != nil {
				return err
			}
			questions := story.Questions()
			m, err := mixer.Mix(questions[len(questions)-1])
			if err != nil {
				return err
			}
			return checkMix(tok, m, c, pack)
		})
	}
}

// checkMix checks a mix as tokens and, if the tokenizer gives back its text, as a prompt.
func checkMix(tok data.Tokenizer, m babilong.Mix, c babilong.Config, pack *taskpack.Pack) error {
	evidence, err := m.Evidence(chunk)
	if err != nil {
		return err
	}
	if m.Len() != c.Tokens || len(m.Tokens()) != c.Tokens {
		return fmt.Errorf("%d tokens of %d", m.Len(), c.Tokens)
	}
	for i, e := range evidence {
		first, end := int(c.Start*float64(c.Tokens)), int(c.End*float64(c.Tokens))
		if at := e.Tokens.Start; c.End > 0 && (at < first || at >= end) {
			return fmt.Errorf("evidence %d is at token %d, want %d to %d", i, at, first, end)
		}
	}
	if !reversible(tok) {
		return checkEvidence(tok, m.Tokens(), evidence)
	}
	s, err := m.Sample(pack.BABILong)
	if err != nil {
		return err
	}
	prompt, _, err := babilong.Prompt(pack.BABILong, m.Question.Task, "", m.Question.Text)
	if err != nil {
		return err
	}
	if off := s.Length - s.Budget - c.Tokens - len(tok.Encode(prompt)); max(off, -off) > sentence(tok.(data.Counter)) {
		return fmt.Errorf("the prompt is %d tokens off the sum of its parts", off)
	}
	return checkText(tok, s, -1)
}
