package samples_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/samples"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// one is a stream of one sample.
func one(s samples.Sample) func(func(samples.Sample, error) bool) {
	return func(yield func(samples.Sample, error) bool) { yield(s, nil) }
}

// again writes a sample and reads it back.
func again(t *testing.T, s samples.Sample) samples.Sample {
	t.Helper()
	var b bytes.Buffer
	if err := samples.Write(&b, one(s)); err != nil {
		t.Fatal(err)
	}
	var read []samples.Sample
	for s, err := range samples.Read(&b) {
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, s)
	}
	if len(read) != 1 {
		t.Fatalf("%d samples, want 1", len(read))
	}
	return read[0]
}

// A text that breaks off within a character loses nothing but that character.
func TestBrokenCharacters(t *testing.T) {
	s, err := samples.FromText(data.TextSample{
		Task: "t", Input: "A caf\xc3 \xa9 sees <it>.", AnswerPrefix: " It", Outputs: []string{"x"}, Budget: 3,
		Evidence: []data.Evidence{{Text: "\xa9 sees", Bytes: data.Span{Start: 7, End: 13}}},
	}, tokenizer.Bytes{}, 8)
	if err != nil {
		t.Fatal(err)
	}
	s = again(t, s)
	want := []samples.Evidence{{Text: "\ufffd sees", Bytes: [2]int{9, 17}, Tokens: [2]int{9, 17}, Chunks: []int{1, 2}}}
	if diff := cmp.Diff(want, s.Evidence); diff != "" || s.Length != len(s.Input+s.AnswerPrefix)+3 {
		t.Errorf("length %d, evidence -want +got:\n%s", s.Length, diff)
	}
}

// What a recall task asks is found again in the line.
func TestTaskLines(t *testing.T) {
	task, err := recall.New(recall.Plain())
	if err != nil {
		t.Fatal(err)
	}
	sample, err := task.Sample(1, 2, 256, 48)
	if err != nil {
		t.Fatal(err)
	}
	s := again(t, samples.FromTask(task, sample, 1, 2, 8))
	words := strings.Fields(s.Input)
	if len(words) != 256 || len(s.Queries) != len(sample.Queries) || len(s.Outputs) != len(s.Queries) {
		t.Fatalf("%d words, %d queries of %d, %d outputs", len(words), len(s.Queries), len(sample.Queries), len(s.Outputs))
	}
	for i, q := range s.Queries {
		if words[q.Position+1] != s.Outputs[i] {
			t.Errorf("query %d: the text goes on with %s, the answer is %s", i, words[q.Position+1], s.Outputs[i])
		}
		e := s.Evidence[q.Evidence[0]]
		if e.Text != words[q.Position]+" "+s.Outputs[i] || e.Text != strings.Join(words[e.Tokens[0]:e.Tokens[1]], " ") {
			t.Errorf("query %d of %s for %s rests on %q", i, words[q.Position], s.Outputs[i], e.Text)
		}
	}
}

// An answer at the end of a chain rests on the needle of every hop.
func TestChainLines(t *testing.T) {
	task, err := recall.New(recall.Chains(3).Deep())
	if err != nil {
		t.Fatal(err)
	}
	sample, err := task.Sample(1, 0, 256, 48)
	if err != nil {
		t.Fatal(err)
	}
	s := again(t, samples.FromTask(task, sample, 1, 0, 8))
	words := strings.Fields(s.Input)
	for i, q := range s.Queries {
		asked := words[q.Position]
		for _, number := range q.Evidence {
			key, value, _ := strings.Cut(s.Evidence[number].Text, " ")
			if key != asked {
				t.Fatalf("query %d: evidence %q after %s", i, s.Evidence[number].Text, asked)
			}
			asked = value
		}
		if len(q.Evidence) != 3 || asked != s.Outputs[i] {
			t.Fatalf("query %d: %d hops from %s to %s, the answer is %s", i, len(q.Evidence), words[q.Position], asked, s.Outputs[i])
		}
	}
}

// The lines of the group's tasks hold under a tokenizer whose random keys are no text.
func TestNeedleLines(t *testing.T) {
	maker, err := needles.New(taskpack.Ours().HSAGroup, tokenizer.Bytes{})
	if err != nil {
		t.Fatal(err)
	}
	haystack := tokenizer.Bytes{}.Encode(strings.Repeat("Nobody asked. ", 100))
	sample, err := maker.Make(needles.Config{Task: needles.SingleNeedle, Length: 1024, Depth: 0.5, Seed: 3}, needles.FromTokens(haystack))
	if err != nil {
		t.Fatal(err)
	}
	s, err := samples.FromNeedles(sample, tokenizer.Bytes{}, 64)
	if err != nil {
		t.Fatal(err)
	}
	s = again(t, s)
	if len(s.Queries) != len(sample.Want()) || !strings.Contains(s.Evidence[0].Text, s.Outputs[0]) {
		t.Errorf("%d queries for %d tokens, evidence %q for %q", len(s.Queries), len(sample.Want()), s.Evidence[0].Text, s.Outputs)
	}
}

func TestReadRefuses(t *testing.T) {
	const head = `{"task": "t", "input": "a needle", "tokenizer": "bytes", "chunk": 4, "length": 8, `
	for text, want := range map[string]string{
		"no json\n":              "samples: sample 1: invalid character",
		`{"input": "a"}`:         "task, input, tokenizer or chunk are missing",
		head + `"x": 1}` + "\n{": "sample 2: unexpected EOF",
		head + `"evidence": [{"text": "pin", "bytes": [2, 5], "tokens": [2, 5]}]}`:     `evidence 0 of t is "pin", its bytes hold "nee"`,
		head + `"evidence": [{"text": "nee", "bytes": [2, 5], "tokens": [2, 9]}]}`:     "evidence 0 has tokens 2 to 9 of 8",
		head + `"tokens": [1, 2, 3], "queries": [{"position": 1, "answer": 2}]}`:       "query 0: token 1 is not followed by its answer",
		head + `"tokens": [1, 2, 3], "queries": [{"position": 2, "answer": 2}]}`:       "query 0: token 2 is not followed",
		head + `"evidence": [{"text": "needle", "bytes": [2, 99], "tokens": [2, 5]}]}`: "bytes 2 to 99 of a prompt of 8",
	} {
		var last error
		for _, err := range samples.Read(strings.NewReader(text)) {
			last = err
		}
		if last == nil || !strings.Contains(last.Error(), want) {
			t.Errorf("%s: %v, want %q", text, last, want)
		}
	}
}

func TestWriteStops(t *testing.T) {
	broken := errors.New("broken")
	err := samples.Write(&bytes.Buffer{}, func(yield func(samples.Sample, error) bool) { yield(samples.Sample{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
