package mixture_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// riddle is a prompt with one fact, whose place depends on seed and index.
func riddle(seed uint64, index, length int) (data.TextSample, error) {
	fact := fmt.Sprintf("The code of day %d is %d.", index, seed)
	noise := strings.Repeat("All is quiet. ", index%5)
	return data.TextSample{
		Task: "riddle", Input: noise + fact + " What is the code?", AnswerPrefix: " It is", Outputs: []string{fmt.Sprint(seed), "no more"},
		Evidence: []data.Evidence{{Text: fact, Bytes: data.Span{Start: len(noise), End: len(noise) + len(fact)}}},
	}, nil
}

func TestPrompts(t *testing.T) {
	s := text(t)
	tok := standard(t)
	p, err := mixture.NewPrompts("riddle", "1", riddle, tok, s)
	if err != nil {
		t.Fatal(err)
	}
	for index := range 20 {
		e, err := p.Sample(83, index, 128)
		if err != nil {
			t.Fatal(err)
		}
		first := e.Answers[0]
		if got, want := tok.Decode(e.Tokens[first.Position+1:]), " 83, no more"+tokenizer.EndOfText; len(e.Tokens) != 128 || got != want {
			t.Errorf("%d tokens, answer %q, want %q", len(e.Tokens), got, want)
		}
		if len(e.Answers) != 128-1-first.Position {
			t.Errorf("%d answers from position %d on", len(e.Answers), first.Position)
		}
		evidence := first.Evidence[0]
		if got, want := tok.Decode(e.Tokens[evidence.Start:evidence.End]), fmt.Sprintf("The code of day %d is 83.", index); strings.TrimSpace(got) != want {
			t.Errorf("evidence %q, want %q", got, want)
		}
	}
	if _, err := p.Sample(83, 0, 20); err == nil || !strings.Contains(err.Error(), "give a greater length") {
		t.Errorf("too short: error %v", err)
	}
	if _, err := mixture.NewPrompts("riddle", "1", riddle, tokenizer.Bytes{}, s); err == nil || !strings.Contains(err.Error(), "use one tokenizer") {
		t.Errorf("two tokenizers: error %v", err)
	}
}

func standard(t testing.TB) *tokenizer.BPE {
	t.Helper()
	tok, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	return tok
}
