package eval

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/corpus/source"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/experiments"
)

// TestBABILongIsAskedAsTaught: what a model was taught ahead of the text and after it is what evaluation asks with, the
// answer stands in the same place, and evaluation takes the name that training has.
func TestBABILongIsAskedAsTaught(t *testing.T) {
	t.Setenv(experiments.EnvTokens, t.TempDir())
	r := experiments.Tiny()
	r.Task.Mixture.Corpus = "opticks"
	from, err := r.Task.Mixture.BenchmarkText(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	tok, taught, trained := from.Tokenizer, taughtQA1(t, from), untrained(t, r)
	a := opened(t, trained, trained.Task.Expand([]string{"babilong/qa1"}, false)[0])
	p, err := a.sample(context.Background(), spot{seed: experiments.EvalSeed, length: 1024, depth: anywhere})
	if err != nil {
		t.Fatal(err)
	}
	before := func(tokens []int32) string {
		text := strings.TrimLeft(tok.Decode(tokens), tok.Decode([]int32{tok.EOS()}))
		text, _, _ = strings.Cut(text, "<context>\n")
		return text
	}
	if before(taught.Tokens) != before(p.Tokens) {
		t.Errorf("taught after %q, asked after %q", before(taught.Tokens), before(p.Tokens))
	}
	at, position := taught.Answers[0].Position, p.asked[0].tokens[0].Position
	if got, want := p.Tokens[position-2:position+1], taught.Tokens[at-2:at+1]; !slices.Equal(got, want) {
		t.Errorf("the answer is asked for after %v and taught after %v", got, want)
	}
}

// taughtQA1 is a sequence of BABILong's qa1 as training has it.
func taughtQA1(t *testing.T, from experiments.BenchmarkText) mixture.Example {
	t.Helper()
	ctx := context.Background()
	opticks, err := source.Open(ctx, "opticks", source.Options{Split: corpus.Train})
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := mixture.Tokenize(ctx, t.TempDir(), opticks, from.Tokenizer, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tokens.Close() })
	task, err := mixture.NewBABILong(from.Pack, babi.Task(1), from.Tokenizer, mixture.NewText(tokens))
	if err != nil {
		t.Fatal(err)
	}
	taught, err := task.Sample(1, 0, 1024)
	if err != nil {
		t.Fatal(err)
	}
	return taught
}
