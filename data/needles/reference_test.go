package needles_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/taskpack"
)

const shared = "../../../shared/samples"

// byteTokenizer has the ids of the reference samples: byte + 3, EOS 0, and a vocabulary of 1000.
type byteTokenizer struct{}

func (byteTokenizer) Name() string { return "bytes+3" }
func (byteTokenizer) Hash() string { return data.Hash("bytes+3") }
func (byteTokenizer) Vocab() int   { return 1000 }
func (byteTokenizer) EOS() int32   { return 0 }

func (t byteTokenizer) Encode(text string) []int32 {
	tokens, _ := t.EncodeOffsets(text)
	return tokens
}

func (byteTokenizer) EncodeOffsets(text string) ([]int32, []data.Span) {
	tokens, offsets := make([]int32, len(text)), make([]data.Span, len(text))
	for i := range len(text) {
		tokens[i], offsets[i] = int32(text[i])+3, data.Span{Start: i, End: i + 1}
	}
	return tokens, offsets
}

// Decode writes tokens that are no byte as a question mark.
func (byteTokenizer) Decode(tokens []int32) string {
	text := make([]byte, len(tokens))
	for i, t := range tokens {
		if text[i] = '?'; t >= 3 && t < 259 {
			text[i] = byte(t - 3)
		}
	}
	return string(text)
}

// record is a line of the reference files, its fields in the file's order.
type record struct {
	Task     int     `json:"task_id"`
	Length   int     `json:"length"`
	Start    int     `json:"span_start"`
	Seed     int64   `json:"seed"`
	Tokens   []int32 `json:"new_ids"`
	Prompt   int     `json:"question_len"`
	Answer   []int32 `json:"answer_ids"`
	Scored   []int32 `json:"scored_answer_ids,omitempty"`
	PromptVT int     `json:"eval_question_len,omitempty"`
}

func TestReferenceSamples(t *testing.T) {
	path := filepath.Join(shared, "taskpack.json")
	if _, err := os.Stat(path); err != nil {
		t.Skip("no reference samples beside the repository")
	}
	pack, err := taskpack.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	maker, err := needles.New(pack.HSAGroup, byteTokenizer{})
	if err != nil {
		t.Fatal(err)
	}
	essay := referenceEssay(t)
	for _, root := range []string{shared, os.Getenv("HSALAB_SAMPLES")} {
		if root == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(root, "hsa_group", "*.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name, err := filepath.Rel(root, file)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(name, func(t *testing.T) { compareFile(t, maker, essay, file) })
		}
	}
}

func referenceEssay(t *testing.T) []int32 {
	text, err := os.ReadFile(filepath.Join(shared, "data", "essay_plain.json"))
	if err != nil {
		t.Fatal(err)
	}
	var essay struct{ Text string }
	if err := json.Unmarshal(text, &essay); err != nil {
		t.Fatal(err)
	}
	return byteTokenizer{}.Encode(essay.Text)
}

// compareFile makes the file's samples and compares its bytes.
func compareFile(t *testing.T, maker *needles.Maker, essay []int32, path string) {
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(bytes.NewReader(want))
	scanner.Buffer(nil, len(want)+1)
	lines := 0
	for ; scanner.Scan(); lines++ {
		var r record
		if err := json.Unmarshal(scanner.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		task := needles.Task(r.Task)
		s, err := maker.FromSpan(task, essay[r.Start:r.Start+r.Length])
		if err != nil {
			t.Fatal(err)
		}
		got := record{Task: r.Task, Length: len(s.Tokens), Start: r.Start, Seed: s.Seed, Tokens: s.Tokens, Prompt: s.Prompt, Answer: s.Answer()}
		if task == needles.VariableTracking {
			got.Scored, got.PromptVT = s.Tokens[s.Scored.Start:], s.Scored.Start
		}
		line, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(scanner.Text(), spaced(line)); diff != "" {
			t.Fatalf("line %d:\n%s", lines+1, diff)
		}
		if at := needles.At(r.Start/r.Length, len(essay), r.Length); at.Start != r.Start {
			t.Errorf("line %d: span at %d, want %d", lines+1, at.Start, r.Start)
		}
	}
	if lines == 0 {
		t.Error("no samples in the file")
	}
}

// spaced is a JSON line of numbers with Python's separators.
func spaced(line []byte) string {
	return strings.NewReplacer(",", ", ", ":", ": ").Replace(string(line))
}
