package babilong_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// TestAsk: the tokens of a prompt are those of its text up to where the background was cut, the supports stand where they
// are said to, and the last one names the answer at its value.
func TestAsk(t *testing.T) {
	tok, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	pack := taskpack.Ours().BABILong
	for task := babi.Task(1); task <= 5; task++ {
		for seed := range uint64(20) {
			q := question(t, task, int64(seed))
			m := mix(t, babilong.Config{Tokens: 2500, Seed: seed, Shuffle: true}, tok, q)
			ask, err := m.Ask(pack)
			if err != nil {
				t.Fatal(err)
			}
			s, err := m.Sample(pack)
			if err != nil {
				t.Fatal(err)
			}
			trimmed := strings.Replace(tok.Decode(ask.Tokens), " \n</context>", "\n</context>", 1) // a cut may leave a space
			if trimmed != s.Prompt() {
				t.Fatalf("%v, seed %d: the tokens are those of another prompt", task, seed)
			}
			const after = 64 // tokens of the question, and of the word that was cut
			if want := tok.Encode(s.Prompt()); !slices.Equal(ask.Tokens[:len(ask.Tokens)-after], want[:len(ask.Tokens)-after]) {
				t.Errorf("%v, seed %d: the text has other tokens", task, seed)
			}
			if got := tok.Decode(ask.Tokens[ask.Context:]); got != "\n</context>\n\nQuestion: "+q.Text+"\nAnswer:" {
				t.Errorf("%v: behind the text stands %q", task, got)
			}
			for i, support := range ask.Supports {
				want := q.Statements[babilong.SupportOrder(q)[i]]
				if got := tok.Decode(ask.Tokens[support.Tokens.Start:support.Tokens.End]); strings.TrimSpace(got) != want || !support.Tokens.Contains(support.Value) {
					t.Errorf("%v: support %q with its value at %d of %v, want %q", task, got, support.Value, support.Tokens, want)
				}
			}
			last := ask.Supports[len(ask.Supports)-1]
			if got := tok.Decode(ask.Tokens[last.Value:last.Tokens.End]); !strings.HasPrefix(strings.TrimSpace(got), q.Answer.String()) && last.Value != last.Tokens.End-1 {
				t.Errorf("%v: the answer is %v, the value begins %q", task, q.Answer, got)
			}
		}
	}
}

// TestSupportOrder moves the fact that names the answer to the end.
func TestSupportOrder(t *testing.T) {
	q := babi.Question{
		Statements: []string{"Wanda walked to the barn.", "Pavel slept.", "Wanda fetched the atlas."},
		Supports:   []int{0, 2}, Answer: babi.NewAnswer(babi.Place, "barn"),
	}
	if got := babilong.SupportOrder(q); !slices.Equal(got, []int{2, 0}) {
		t.Errorf("order %v", got)
	}
	q.Answer = babi.NewAnswer(babi.YesNo, "yes")
	if got := babilong.SupportOrder(q); !slices.Equal(got, q.Supports) {
		t.Errorf("where no fact names the answer: order %v", got)
	}
}

// TestHeldOut: about an eighth is held out, by the facts alone, and draws give what fits or say that nothing does.
func TestHeldOut(t *testing.T) {
	simulator, err := babi.New(taskpack.Ours().Babi)
	if err != nil {
		t.Fatal(err)
	}
	held, all := 0, 0
	for i := range 400 {
		story, err := simulator.Story(1, 1, i)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range story.Questions() {
			all++
			if babilong.HeldOut(q) {
				held++
			}
			other := q
			other.Text = "What else?"
			if babilong.HeldOut(other) != babilong.HeldOut(q) {
				t.Fatal("the question matters")
			}
		}
	}
	if share := float64(held) / float64(all); share < 0.09 || share > 0.16 {
		t.Errorf("%.3f of %d are held out", share, all)
	}
	q, err := babilong.Draw(simulator, 2, 7, 3, babilong.HeldOut)
	if err != nil || !babilong.HeldOut(q) {
		t.Errorf("drew %+v, %v", q, err)
	}
	_, err = babilong.Draw(simulator, 2, 7, 3, func(babi.Question) bool { return false })
	if err == nil || !strings.Contains(err.Error(), "give a greater length") {
		t.Errorf("nothing fits: error %v", err)
	}
}
