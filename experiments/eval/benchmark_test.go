package eval

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

// reader4k is a small untrained model that reads text with the tokenizer hsalab-4k, over a corpus of its own.
func reader4k(t *testing.T) *experiments.Trained {
	t.Helper()
	t.Setenv(experiments.EnvTokens, t.TempDir())
	folder := t.TempDir()
	for i := range 60 { // one document in twenty is held out
		text := strings.Repeat("The light that passes through the prism is spread into colours. Each of them is bent by another angle! "+
			"No two of these angles, as number "+strings.Repeat("i", i%7+1)+" shows, are quite the same.\n", 20+i)
		if err := os.WriteFile(filepath.Join(folder, "text"+strings.Repeat("x", i)+".txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r := experiments.Tiny()
	r.Model.Dim, r.Model.Heads, r.Model.WindowKVHeads, r.Model.MemoryKVHeads = 16, 2, 1, 1
	r.Model.MLPWidth, r.Model.EncoderMLPWidth, r.Model.RetrievalDim = 16, 16, 8
	r.Model.Chunk, r.Model.Window = 16, 16
	r.Curriculum = experiments.Curriculum{Lengths: []int{1024}, Shares: []float64{1}, MaxSteps: 1}
	r.Task.Mixture.Corpus = folder
	return untrained(t, r)
}

func opened(t *testing.T, m *experiments.Trained, name string) asker {
	t.Helper()
	a, err := openAsker(context.Background(), m, name, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestBenchmarksAsk makes samples of RULER and BABILong: they fit, the reference answer stands behind the prompt and is
// judged right, another is not, and the gold chunk is where the evidence says the answer.
func TestBenchmarksAsk(t *testing.T) {
	m := reader4k(t)
	tok, err := tokenizer.Open(m.Task.Mixture.Tokenizer)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range m.Task.Tasks() {
		if slices.Contains([]string{"S-N", "MQ-N", "VT"}, name) || name == "qa_1" || name == "qa_2" {
			continue
		}
		const length = 3072
		a := opened(t, m, name)
		p, err := a.sample(context.Background(), spot{seed: experiments.EvalSeed, index: 3, length: length, depth: anywhere})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		q := p.asked[0]
		if len(p.Tokens) > length || len(p.Tokens) < length/4 || p.Tail != len(q.tokens)+1 {
			t.Errorf("%s: %d tokens, tail %d for an answer of %d", name, len(p.Tokens), p.Tail, len(q.tokens))
		}
		for i, token := range q.tokens {
			if p.Tokens[token.Position+1] != token.Answer || token.Part != i {
				t.Fatalf("%s: token %d of the answer is not behind its position", name, i)
			}
			if token.Value >= 0 && !token.Evidence.Contains(token.Value) {
				t.Errorf("%s: value %d outside of its evidence %v", name, token.Value, token.Evidence)
			}
		}
		if score, err := q.judge(" " + q.right + "."); score != 1 || err != nil {
			t.Errorf("%s: the right answer %q scores %g, %v", name, q.right, score, err)
		}
		if score, err := q.judge("zzz"); score != 0 || err != nil {
			t.Errorf("%s: another answer scores %g, %v", name, score, err)
		}
		if strings.HasPrefix(name, "niah") {
			gold := q.tokens[0].Evidence
			text := tok.Decode(p.Tokens[gold.Start:gold.End])
			if !strings.Contains(text, strings.Split(q.right, ",")[0]) {
				t.Errorf("%s: the evidence is %q, the answer %q", name, text, q.right)
			}
		}
		again, err := a.sample(context.Background(), spot{seed: experiments.EvalSeed, index: 3, length: length, depth: anywhere})
		if err != nil || !slices.Equal(again.Tokens, p.Tokens) {
			t.Errorf("%s: the second time it differs (%v)", name, err)
		}
	}
}

// TestSupportsAreHops: a question of several facts has one hop for each, the last to the one that names the answer.
func TestSupportsAreHops(t *testing.T) {
	m := reader4k(t)
	a := opened(t, m, "qa2")
	for index := range 10 {
		p, err := a.sample(context.Background(), spot{seed: experiments.EvalSeed, index: index, length: 2048, depth: anywhere})
		if err != nil {
			t.Fatal(err)
		}
		token := p.asked[0].tokens[0]
		if steps := goldSteps(token, 16); len(steps) != 2 {
			t.Errorf("qa2 rests on two facts; gold chunks %v", steps)
		}
		if got, want := a.show(p.Tokens[token.Value:token.Value+1]), a.show([]int32{token.Answer}); got != want {
			t.Errorf("the value is %q, the answer begins with %q", got, want)
		}
	}
}

// TestDepthsArePlaced: evidence lies where it is asked for.
func TestDepthsArePlaced(t *testing.T) {
	m := reader4k(t)
	for _, name := range []string{"S-N", "niah_single_2", "qa1"} {
		a := opened(t, m, name)
		if !a.placed() {
			t.Errorf("%s does not place its evidence", name)
		}
		for _, depth := range []int{0, 50, 100} {
			p, err := a.sample(context.Background(), spot{seed: experiments.EvalSeed, index: 1, length: 3072, depth: depth})
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(p.asked[0].tokens, func(q data.Query) bool { return q.Value >= 0 })
			if got := 100 * p.Depth(p.asked[0].tokens[i]); got < float64(depth)-16 || got > float64(depth)+16 {
				t.Errorf("%s at %d %%: the evidence lies at %.0f %%", name, depth, got)
			}
		}
	}
	if opened(t, m, "vt").placed() {
		t.Error("RULER's vt places its evidence")
	}
	if recall := opened(t, mustOpen(t, "nano"), "noise"); recall.placed() {
		t.Error("recall over symbols places its evidence")
	}
}

// TestBenchmarksRun evaluates RULER and BABILong by both rules and by free answers alone; both read the same.
func TestBenchmarksRun(t *testing.T) {
	m := reader4k(t)
	o := Options{Tasks: []string{"niah_single_1", "qa1", "S-N"}, Lengths: []int{1024}, Depths: []int{0, 50}, Samples: 1, Controls: true, Rule: results.Both}
	both := rowsOf(t, m, o)
	if len(both) != 3*2*3 {
		t.Fatalf("%d rows, want three tasks at two depths by model and two controls", len(both))
	}
	o.Rule = results.Generate
	free := rowsOf(t, m, o)
	find := func(r results.Row) results.Row {
		for _, f := range free {
			if f.Task == r.Task && f.At == r.At && f.Variant == r.Variant {
				return f
			}
		}
		t.Fatalf("no row of %s at %s", r.Task, r.At)
		return r
	}
	for _, r := range both {
		f := find(r)
		if f.Generated != r.Generated || f.GenScore != r.GenScore || f.Answer != r.Answer || f.Predicted != "" {
			t.Errorf("%s, %s: generate alone %q, both %q", r.Variant, r.Task, f.Generated, r.Generated)
		}
		if r.Variant == m.Name && (r.Rank == 0 || r.GoldChunk < 0 || r.Length != 1024) {
			t.Errorf("row %+v", r)
		}
	}
}

// TestDocumentsAreWanted: questions about documents take the file of their own dataset, whichever it is of those given.
func TestDocumentsAreWanted(t *testing.T) {
	m := reader4k(t)
	_, err := openAsker(context.Background(), m, "qa_1", Options{})
	if err == nil || !strings.Contains(err.Error(), "--documents FILE") {
		t.Errorf("error %v", err)
	}
	folder := t.TempDir()
	hotpot, squad := filepath.Join(folder, "hotpot.json"), filepath.Join(folder, "squad.json")
	questions := `{"data":[{"paragraphs":[{"context":"The prism was bought at a fair in 1666.","qas":[{"question":"When was the prism bought?","answers":[{"text":"1666"},{"text":"in 1666"}]}]},` +
		`{"context":"The room was dark.","qas":[]}]}]}`
	if err := errors.Join(os.WriteFile(hotpot, []byte("[]"), 0o644), os.WriteFile(squad, []byte(questions), 0o644)); err != nil {
		t.Fatal(err)
	}
	a, err := openAsker(context.Background(), m, "qa_1", Options{Documents: []string{hotpot, squad}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.sample(context.Background(), spot{seed: experiments.EvalSeed, index: 5, length: 1024, depth: anywhere})
	if err != nil || p.asked[0].right != "1666" {
		t.Fatalf("asked %+v, %v", p.asked, err)
	}
	if _, err := openAsker(context.Background(), m, "qa_2", Options{Documents: []string{squad}}); err == nil {
		t.Error("a file of SQuAD is taken for HotpotQA")
	}
}
