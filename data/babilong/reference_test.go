package babilong_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/punkt"
)

const shared = "../../../shared/samples"

// byteTokenizer has the bytes as ids.
type byteTokenizer struct{}

func (byteTokenizer) Name() string { return "bytes" }
func (byteTokenizer) Hash() string { return data.Hash("bytes") }
func (byteTokenizer) Vocab() int   { return 256 }
func (byteTokenizer) EOS() int32   { return -1 }

func (t byteTokenizer) Encode(text string) []int32 {
	tokens, _ := t.EncodeOffsets(text)
	return tokens
}

func (byteTokenizer) EncodeOffsets(text string) ([]int32, []data.Span) {
	tokens, offsets := make([]int32, len(text)), make([]data.Span, len(text))
	for i := range len(text) {
		tokens[i], offsets[i] = int32(text[i]), data.Span{Start: i, End: i + 1}
	}
	return tokens, offsets
}

func (byteTokenizer) Decode(tokens []int32) string {
	text := make([]byte, len(tokens))
	for i, t := range tokens {
		text[i] = byte(t)
	}
	return string(text)
}

// wordTokenizer numbers words between white space as they come, and decodes with single spaces.
type wordTokenizer struct {
	byteTokenizer
	ids   map[string]int32
	words []string
}

func newWordTokenizer() *wordTokenizer { return &wordTokenizer{ids: map[string]int32{}} }

func (*wordTokenizer) Name() string { return "ws" }

func (t *wordTokenizer) Encode(text string) []int32 {
	tokens, _ := t.EncodeOffsets(text)
	return tokens
}

func (t *wordTokenizer) EncodeOffsets(text string) (tokens []int32, offsets []data.Span) {
	end := 0
	for _, word := range strings.FieldsFunc(text, punkt.IsSpace) {
		if _, known := t.ids[word]; !known {
			t.ids[word] = int32(len(t.words))
			t.words = append(t.words, word)
		}
		start := end + strings.Index(text[end:], word)
		end = start + len(word)
		tokens, offsets = append(tokens, t.ids[word]), append(offsets, data.Span{Start: start, End: end})
	}
	return tokens, offsets
}

func (t *wordTokenizer) Decode(tokens []int32) string {
	words := make([]string, len(tokens))
	for i, id := range tokens {
		words[i] = t.words[id]
	}
	return strings.Join(words, " ")
}

// record is a line of the reference files.
type record struct {
	Task       string      `json:"task"`
	Tokenizer  string      `json:"tokenizer"`
	Size       int         `json:"sample_size"`
	Seed       uint64      `json:"seed"`
	Shuffle    bool        `json:"shuffle"`
	MaxFacts   int         `json:"max_n_facts"`
	Part       [2]*float64 `json:"pct"`
	Sample     int         `json:"sample"`
	Available  int         `json:"n_samples_available"`
	Facts      []string    `json:"facts"`
	Question   string      `json:"question"`
	Target     string      `json:"target"`
	References []string    `json:"references"`
	Places     []int       `json:"fact_positions"`
	Sentences  int         `json:"n_background"`
	Tokens     int         `json:"n_input_tokens"`
	Input      string      `json:"input"`
}

func TestReferenceMixes(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no reference samples beside the repository")
	}
	texts := referenceTexts(t)
	for _, root := range []string{shared, os.Getenv("HSALAB_SAMPLES")} {
		if root == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(root, "babilong", "*.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name, err := filepath.Rel(root, file)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(name, func(t *testing.T) { compareFile(t, root, texts, file) })
		}
	}
}

func referenceTexts(t *testing.T) []string {
	file, err := os.ReadFile(filepath.Join(shared, "data", "background_plain.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []struct{ Text string }
	if err := json.Unmarshal(file, &list); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, entry := range list {
		texts = append(texts, entry.Text)
	}
	return texts
}

// compareFile makes the samples of a file again: consecutive ones of the same settings come from one mixer.
func compareFile(t *testing.T, root string, texts []string, path string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 64<<20)
	var mixer *babilong.Mixer
	var questions []babi.Question
	lines := 0
	for ; scanner.Scan(); lines++ {
		var want record
		decoder := json.NewDecoder(strings.NewReader(scanner.Text()))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if want.Sample == 0 {
			mixer = referenceMixer(t, want, texts)
			questions = babilong.Questions(referenceStories(t, root, want), want.MaxFacts)
		}
		m, err := mixer.Mix(questions[want.Sample])
		if err != nil {
			t.Fatal(err)
		}
		got := want // its settings; the rest follows
		got.Available = len(questions) - 1
		fill(t, &got, m)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("line %d:\n%s", lines+1, diff)
		}
	}
	if lines == 0 {
		t.Error("no samples in the file")
	}
}

// fill writes into the record what the mix says.
func fill(t *testing.T, r *record, m babilong.Mix) {
	text, spans, err := m.Text()
	if err != nil {
		t.Fatal(err)
	}
	r.Facts = nil
	for i, s := range spans {
		r.Facts = append(r.Facts, text[s.Start:s.End])
		if r.Facts[i] != m.Question.Statements[i] {
			t.Errorf("fact %d has the bytes of %q, want %q", i, r.Facts[i], m.Question.Statements[i])
		}
	}
	r.References = nil
	for _, i := range m.Question.Supports {
		r.References = append(r.References, m.Question.Statements[i])
	}
	r.Question, r.Target = m.Question.Text, m.Question.Answer.String()
	r.Places, r.Sentences, r.Tokens, r.Input = m.Places, m.Sentences, m.Len(), text
}

func referenceMixer(t *testing.T, r record, texts []string) *babilong.Mixer {
	c := babilong.Config{Tokens: max(0, r.Size), Seed: r.Seed, Shuffle: r.Shuffle}
	if r.Part[0] != nil {
		c.Start, c.End = *r.Part[0], *r.Part[1]
	}
	var tok data.Tokenizer = byteTokenizer{}
	if r.Tokenizer == "ws" {
		tok = newWordTokenizer()
	}
	mixer, err := babilong.New(c, texts, tok)
	if err != nil {
		t.Fatal(err)
	}
	return mixer
}

// referenceStories are the stories that the facts come from, those of the folder itself if it has any.
func referenceStories(t *testing.T, root string, r record) []babi.Story {
	task, err := babi.ParseTask(r.Task)
	if err != nil {
		t.Fatal(err)
	}
	var stories []babi.Story
	for _, folder := range []string{root, shared} {
		files, err := filepath.Glob(filepath.Join(folder, "babi", "*", r.Task+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if stories = readStories(t, file, task); holds(stories, r) {
				return stories
			}
		}
	}
	t.Fatalf("no bAbI file holds the facts of %s", r.Task)
	return nil
}

// holds reports whether the sample's question is where the stories have it.
func holds(stories []babi.Story, r record) bool {
	questions := babilong.Questions(stories, r.MaxFacts)
	return r.Sample < len(questions) && cmp.Equal(questions[r.Sample].Statements, r.Facts)
}

func readStories(t *testing.T, path string, task babi.Task) []babi.Story {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stories, err := babi.Read(f, task)
	if err != nil {
		t.Fatal(err)
	}
	return stories
}
