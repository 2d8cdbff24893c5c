package recall_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

const passage = "The light of the Sun consists of rays differently refrangible. The magic of colours is in the eye."

// shownContext decodes the context of a sample without the padding at its start.
func shownContext(f *recall.Form, s data.Sample) string {
	text := f.Vocabulary().Decode(s.Tokens[:s.Context()])
	for strings.HasPrefix(text, "<unk> ") {
		text = text[len("<unk> "):]
	}
	return text
}

func TestComposePlacesNeedles(t *testing.T) {
	form := newText(t, recall.RunningText()).Form
	for _, tt := range []struct {
		name, text string
		needles    []recall.Needle
		want       string
	}{
		{"start", "light of the sun", []recall.Needle{{"lemon", "tiger", 0}}, "magic lemon is tiger. light of the sun"},
		{"end", "light of the sun", []recall.Needle{{"lemon", "tiger", 1}}, "light of the sun magic lemon is tiger."},
		{"middle", "light of the sun", []recall.Needle{{"lemon", "tiger", 0.5}}, "light of magic lemon is tiger. the sun"},
		{"same depth, given order", "the sun", []recall.Needle{{"lemon", "tiger", 0.5}, {"anchor", "wolf", 0.5}},
			"the magic lemon is tiger. magic anchor is wolf. sun"},
		{"by depth", "the sun", []recall.Needle{{"lemon", "tiger", 1}, {"anchor", "wolf", 0}},
			"magic anchor is wolf. the sun magic lemon is tiger."},
		{"upper case", "the sun", []recall.Needle{{"Lemon", " TIGER ", 1}}, "the sun magic lemon is tiger."},
		{"written in the text", "The sun. Magic lemon is tiger. The light", nil, "the sun. magic lemon is tiger. the light"},
		{"written without a stop", "magic lemon is tiger the light", nil, "magic lemon is tiger the light"},
		{"written at the very end", "the magic lemon is tiger", nil, "the magic lemon is tiger"},
		{"never inside another", "the magic lemon is tiger. sun", []recall.Needle{{"anchor", "wolf", 0.5}},
			"the magic lemon is tiger. magic anchor is wolf. sun"},
		{"needle words elsewhere are unknown", "the magic of a tiger is the sun magic lemon is the magic lemon is tiger.", nil,
			"the <unk> of a <unk> is the sun <unk> <unk> is the magic lemon is tiger."},
	} {
		s, err := form.Compose(tt.text, tt.needles, []string{"lemon"})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := shownContext(form, s); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if err := checkText(form.Vocabulary(), form.Chunk(), s); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if len(s.Tokens)%form.Chunk() != 0 {
			t.Errorf("%s: %d words, want a multiple of %d", tt.name, len(s.Tokens), form.Chunk())
		}
	}
}

func TestComposeAsksInOrder(t *testing.T) {
	form := newText(t, recall.RunningText()).Form
	s, err := form.Compose(passage, []recall.Needle{{"lemon", "tiger", 0.2}, {"anchor", "wolf", 0.9}, {"wagon", "fox", 0.5}},
		[]string{"what is magic anchor?", "lemon"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := form.Vocabulary().Decode(s.Tokens[s.Context():]), "magic anchor is wolf. magic lemon is tiger."; got != want {
		t.Errorf("tail %q, want %q", got, want)
	}
	if len(s.Needles) != 3 {
		t.Errorf("%d needles, want 3", len(s.Needles))
	}
}

func TestComposeErrors(t *testing.T) {
	form := newText(t, recall.RunningText()).Form
	lemon := []recall.Needle{{"lemon", "tiger", 0.5}}
	for _, tt := range []struct {
		name, text string
		needles    []recall.Needle
		questions  []string
		want       string
	}{
		{"empty text", " \n", lemon, []string{"lemon"}, "text is empty"},
		{"unknown key", passage, []recall.Needle{{"banana", "tiger", 0}}, []string{"lemon"}, "anchor, basket"},
		{"unknown value", passage, []recall.Needle{{"lemon", "banana", 0}}, []string{"lemon"}, "eagle, falcon"},
		{"unk as a value", passage, []recall.Needle{{"lemon", "<unk>", 0}}, []string{"lemon"}, "no value"},
		{"depth above 1", passage, []recall.Needle{{"lemon", "tiger", 50}}, []string{"lemon"}, "depth 50"},
		{"depth no number", passage, []recall.Needle{{"lemon", "tiger", math.NaN()}}, []string{"lemon"}, "depth"},
		{"no question", passage, lemon, nil, "no question"},
		{"question without a key", passage, lemon, []string{"who?"}, "names no key"},
		{"question with two keys", passage, lemon, []string{"lemon or anchor?"}, "two keys"},
		{"nothing in the text", passage, lemon, []string{"anchor"}, "nothing in the text"},
		{"said twice", passage, append(lemon, lemon...), []string{"lemon"}, "2 times"},
		{"said in the text too", "magic lemon is wolf.", lemon, []string{"lemon"}, "2 times"},
		{"asked twice", passage, lemon, []string{"lemon", "Lemon?"}, "asked twice"},
	} {
		_, err := form.Compose(tt.text, tt.needles, tt.questions)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := recall.NewForm(form.Vocabulary(), 0); err == nil {
		t.Error("chunk size 0: no error")
	}
}

// TestComposeLeavesItsInputAlone guards the reader's own slices.
func TestComposeLeavesItsInputAlone(t *testing.T) {
	form := newText(t, recall.RunningText()).Form
	needles := []recall.Needle{{"lemon", "tiger", 1}, {"anchor", "wolf", 0}}
	before := slices.Clone(needles)
	if _, err := form.Compose(passage, needles, []string{"lemon"}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(needles, before) {
		t.Errorf("needles became %v", needles)
	}
}

// FuzzCompose gives any text, needle and question: what is accepted must be a sound sample.
func FuzzCompose(f *testing.F) {
	form := newText(f, recall.RunningText()).Form
	f.Add(passage, "lemon", "tiger", 0.5, "lemon")
	f.Add("magic lemon is tiger magic anchor is wolf.", "wagon", "fox", 0.3, "anchor?")
	f.Add("magic magic lemon is tiger is", "wagon", "fox", 1.0, "lemon")
	f.Add("\x00\xff<unk>", "lemon", "tiger", 0.0, "magic lemon is")
	f.Fuzz(func(t *testing.T, text, key, value string, depth float64, question string) {
		s, err := form.Compose(text, []recall.Needle{{key, value, depth}}, []string{question})
		if err != nil {
			return
		}
		if err := checkText(form.Vocabulary(), form.Chunk(), s); err != nil {
			t.Error(err)
		}
	})
}
