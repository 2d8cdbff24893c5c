package experiments

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/mixture"
)

// TestBABILongIsAskedAsTaught: what a model was taught ahead of the text and after it is what evaluation asks with, the
// answer stands in the same place, and evaluation takes the name that training has.
func TestBABILongIsAskedAsTaught(t *testing.T) {
	m, text := mixtureOf(t, MixtureSpec{Tasks: map[string]float64{"babilong/qa1": 1}})
	made, err := m.build(text, 1, 1024, 4)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := made.Batch(0, mixture.Shard{})
	if err != nil {
		t.Fatal(err)
	}
	taught := batch.Sequences[0]
	if taught.Source != "babilong/qa1" {
		t.Fatalf("the sequence is one of %s", taught.Source)
	}
	shown := strings.TrimLeft(m.tok.Decode(taught.Tokens), m.tok.Decode([]int32{m.tok.EOS()}))
	r := Tiny()
	r.Task.Mixture = &m.spec
	trained := untrained(t, r)
	a := opened(t, trained, expanded([]string{"babilong/qa1"}, trained.Task, false)[0])
	p, err := a.sample(context.Background(), spot{seed: EvalSeed, length: 1024, depth: anywhere})
	if err != nil {
		t.Fatal(err)
	}
	asked := m.tok.Decode(p.Tokens)
	before := func(s string) string { b, _, _ := strings.Cut(s, "<context>\n"); return b }
	if before(shown) != before(asked) {
		t.Errorf("taught after %q, asked after %q", before(shown), before(asked))
	}
	at, position := taught.Answers[0].Position, p.asked[0].tokens[0].Position
	if got, want := p.Tokens[position-2:position+1], taught.Tokens[at-2:at+1]; !slices.Equal(got, want) {
		t.Errorf("the answer is asked for after %v and taught after %v", got, want)
	}
}
