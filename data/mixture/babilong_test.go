package mixture_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

func stories(t testing.TB, task babi.Task) mixture.BABILong {
	t.Helper()
	b, err := mixture.NewBABILong(taskpack.Ours(), task, standard(t), text(t))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestBABILong: sequences are as long as they should be, end with the answer and EOS, which are asked for, and the answer's
// value lies in evidence that says it.
func TestBABILong(t *testing.T) {
	tok := standard(t)
	for task := babi.Task(1); task <= 5; task++ {
		b := stories(t, task)
		for _, length := range []int{512, 1536} {
			named := 0
			for index := range 20 {
				e, err := b.Sample(3, index, length)
				if err != nil {
					t.Fatalf("%v at %d: %v", task, length, err)
				}
				checkStory(t, tok, e, length)
				first := e.Answers[0]
				if e.Tokens[first.Value] == e.Tokens[first.Position+1] {
					named++
				}
				again, err := b.Sample(3, index, length)
				if err != nil || !slices.Equal(again.Tokens, e.Tokens) {
					t.Fatalf("%v: the second time it differs (%v)", task, err)
				}
			}
			if named < 15 {
				t.Errorf("%v at %d: %d of 20 values are the answer's first token", task, length, named)
			}
		}
	}
}

func checkStory(t *testing.T, tok *tokenizer.BPE, e mixture.Example, length int) {
	t.Helper()
	whole := tok.Decode(e.Tokens)
	first, last := e.Answers[0], e.Answers[len(e.Answers)-1]
	answer := tok.Decode(e.Tokens[first.Position+1 : last.Position+1])
	switch {
	case len(e.Tokens) != length:
		t.Fatalf("%d tokens, want %d", len(e.Tokens), length)
	case last.Position != length-2 || e.Tokens[length-1] != tok.EOS():
		t.Errorf("the last answer is asked at %d of %d", last.Position, length)
	case !strings.HasSuffix(whole, "\nAnswer:"+answer+tokenizer.EndOfText):
		t.Errorf("the sequence ends with %q", whole[len(whole)-80:])
	case last.Value != -1 || len(last.Evidence) > 0:
		t.Errorf("the end rests on %+v", last)
	}
	holds := func(token int) bool {
		return slices.ContainsFunc(first.Evidence, func(s data.Span) bool { return s.Contains(token) })
	}
	if !holds(first.Value) {
		t.Errorf("value %d is outside of the evidence %v", first.Value, first.Evidence)
	}
}

// TestBABILongTooShort: where nothing fits it says so.
func TestBABILongTooShort(t *testing.T) {
	for _, length := range []int{64, 256} {
		_, err := stories(t, 2).Sample(1, 0, length)
		if err == nil || !strings.Contains(err.Error(), "babilong/qa2") || !strings.Contains(err.Error(), "give a greater length") {
			t.Errorf("%d tokens: error %v", length, err)
		}
	}
	if _, err := mixture.NewBABILong(taskpack.Ours(), 1, tokenizer.Bytes{}, text(t)); err == nil || !strings.Contains(err.Error(), "use one tokenizer") {
		t.Errorf("two tokenizers: error %v", err)
	}
}
