package babilong_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
)

func TestCSVRoundTrip(t *testing.T) {
	rows := []babilong.Row{
		{"A text, with \"quotes\"\nand lines.", "barn", "In which place is Ingrid now?"},
		{"Another one.", "kettle,lantern", "Which things does Tomas carry?"},
	}
	var file bytes.Buffer
	if err := babilong.WriteCSV(&file, rows); err != nil {
		t.Fatal(err)
	}
	got, err := babilong.ReadCSV(&file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, got); diff != "" {
		t.Error(diff)
	}
	reordered := "id,question,target,input\n7,Where?,barn,Text.\n"
	if got, err = babilong.ReadCSV(strings.NewReader(reordered)); err != nil || len(got) != 1 || got[0] != (babilong.Row{"Text.", "barn", "Where?"}) {
		t.Errorf("columns in another order: %v, %v", got, err)
	}
}

func TestBadCSV(t *testing.T) {
	for want, file := range map[string]string{
		"is empty":             "",
		`no column "question"`: "input,target\na,b\n",
		"reading the CSV":      "input,target,question\na,b\n",
	} {
		if _, err := babilong.ReadCSV(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func TestBadInput(t *testing.T) {
	for want, c := range map[string]struct {
		config babilong.Config
		texts  []string
	}{
		"length -1":                 {babilong.Config{Tokens: -1}, texts()},
		"depths 0.6 to 0.2":         {babilong.Config{Tokens: 1000, Start: 0.6, End: 0.2}, texts()},
		"depths 0.5 to 1.5":         {babilong.Config{Tokens: 1000, Start: 0.5, End: 1.5}, texts()},
		"the background has no tex": {babilong.Config{Tokens: 1000}, []string{"", ""}},
	} {
		if _, err := babilong.New(c.config, c.texts, byteTokenizer{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
	for want, c := range map[string]struct {
		config babilong.Config
		texts  []string
	}{
		"more than the 20 asked for": {babilong.Config{Tokens: 20}, texts()},
		"no sentence of 10 tokens":   {babilong.Config{Tokens: 1000}, []string{"Short. Too."}},
		"give more text":             {babilong.Config{Tokens: 1000, Shuffle: true}, []string{"Short. Too.", ""}},
		"widen the part":             {babilong.Config{Tokens: 1000, Start: 0.5, End: 0.501}, texts()},
	} {
		mixer, err := babilong.New(c.config, c.texts, byteTokenizer{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := mixer.Mix(question(t, 1, 1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
	pack := taskpack.BABILong{}
	if _, _, err := babilong.Prompt(pack, 3, "text", "where?"); err == nil || !strings.Contains(err.Error(), "no prompt of qa3") {
		t.Errorf("a pack without prompts: %v", err)
	}
	if _, err := babilong.NewScorer(pack).Correct(3, "a", "b", "c"); err == nil || !strings.Contains(err.Error(), "no labels of qa3") {
		t.Errorf("a pack without labels: %v", err)
	}
}

// Facts alone, as BABILong's length of 0 has them.
func TestFactsAlone(t *testing.T) {
	q := question(t, 1, 1)
	text, _, err := mix(t, babilong.Config{}, byteTokenizer{}, q).Text()
	if want := strings.Join(q.Statements, " "); err != nil || text != want {
		t.Errorf("%q, %v: want %q", text, err, want)
	}
}

// Long stories are left out.
func TestQuestions(t *testing.T) {
	simulator, err := babi.New(taskpack.Ours().Babi)
	if err != nil {
		t.Fatal(err)
	}
	stories, err := simulator.Stories(1, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(babilong.Questions(stories, 0)); got != 50 {
		t.Errorf("%d questions, want 50", got)
	}
	if got := len(babilong.Questions(stories, babilong.MaxFacts(40))); got != 20 { // of 2 and 4 facts, not of 6
		t.Errorf("%d questions of up to 5 sentences, want 20", got)
	}
}

// A prompt without examples has no empty lines in front, and the context stands where it is said to.
func TestPromptParts(t *testing.T) {
	pack := taskpack.Ours().BABILong
	pack.Prompts = map[string]taskpack.BABILongPrompt{"qa1": {}}
	text, at, err := babilong.Prompt(pack, 1, "  The text. ", " Where {context}? ")
	want := "<context>\nThe text.\n</context>\n\nQuestion: Where {context}?\nAnswer:"
	if err != nil || text != want || !strings.HasPrefix(text[at:], "The text.") {
		t.Errorf("%q with the context at %d, %v: want %q", text, at, err, want)
	}
}
