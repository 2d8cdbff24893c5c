package recall_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/words"
)

// opticks reads the book once for all tests.
var opticks = sync.OnceValues(corpus.Opticks)

// newText is the held-out task of Opticks.
func newText(t interface{ Fatal(...any) }, config recall.TextConfig) *recall.Text {
	book, err := opticks()
	if err != nil {
		t.Fatal(err)
	}
	_, heldOut, err := recall.Split(config, book, corpus.OpticksTrain, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return heldOut
}

func TestTextHoldsItsAnswers(t *testing.T) {
	base := newText(t, recall.RunningText())
	v := base.Vocabulary()
	book, err := opticks()
	if err != nil {
		t.Fatal(err)
	}
	_, rest := book.Split(0.99)
	haystack := rest.Encode(v)
	rapid.Check(t, func(t *rapid.T) {
		config := recall.TextConfig{
			Chunk:       rapid.IntRange(1, 20).Draw(t, "chunk"),
			NeedleShare: rapid.Float64Range(0.01, 1).Draw(t, "share"),
			Needles:     rapid.IntRange(0, 40).Draw(t, "needles"),
			TrainLength: rapid.IntRange(16, 400).Draw(t, "train length"),
			DecoyShare:  rapid.SampledFrom([]float64{0, 0, 0.01, 0.2, 1}).Draw(t, "decoys"),
		}
		text := haystack[:rapid.IntRange(1, len(haystack)).Draw(t, "haystack")]
		task, err := recall.NewText(config, v, text)
		if err != nil {
			t.Fatal(err)
		}
		tail := rapid.IntRange(5, 200).Draw(t, "tail")
		length := tail + rapid.IntRange(5, 2000).Draw(t, "context")
		s, err := task.Sample(rapid.Uint64().Draw(t, "seed"), 0, length, tail)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Tokens) != length || s.Tail != tail || len(s.Queries) == 0 || len(s.Queries) != task.Queries(length, tail) {
			t.Fatalf("length %d, tail %d, %d queries", len(s.Tokens), s.Tail, len(s.Queries))
		}
		if err := checkText(v, config.Chunk, s); err != nil {
			t.Fatal(err)
		}
	})
}

// TestTextCheckerCatchesFaults is the negative control of checkText.
func TestTextCheckerCatchesFaults(t *testing.T) {
	task := newText(t, recall.RunningText())
	v := task.Vocabulary()
	for name, plant := range map[string]func(s *data.Sample){
		"sound":                       func(*data.Sample) {},
		"another value":               func(s *data.Sample) { s.Tokens[s.Queries[0].Value] = 0 },
		"key twice":                   func(s *data.Sample) { s.Tokens[s.Queries[0].Value-2] = s.Tokens[s.Queries[1].Value-2] },
		"key in running text":         func(s *data.Sample) { s.Tokens[textPlace(v, s)] = v.ID("lemon") },
		"key in the tail":             func(s *data.Sample) { s.Tokens[s.Context()] = s.Tokens[s.Queries[1].Position-1] },
		"needle not noted":            func(s *data.Sample) { s.Needles = s.Needles[1:] },
		"gold chunk":                  func(s *data.Sample) { s.Queries[0].Chunk++ },
		"question not at the end":     func(s *data.Sample) { s.Tokens = append(s.Tokens, 0); s.Tail++ },
		"position at the key instead": func(s *data.Sample) { s.Queries[0].Position-- },
	} {
		s := sampleOf(t, task, 1, 0, 256, 96)
		plant(&s)
		if err := checkText(v, 8, s); (err == nil) != (name == "sound") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// textPlace is the first word of the context outside needles.
func textPlace(v *words.Vocabulary, s *data.Sample) int {
	return slices.IndexFunc(s.Tokens, func(id int32) bool {
		return !v.Reserved(id) && v.Token(id) != "is" && v.Token(id) != "."
	})
}

// TestTextCounts pins the shapes of the recipe.
func TestTextCounts(t *testing.T) {
	config := recall.RunningText()
	for _, tt := range []struct {
		name             string
		config           recall.TextConfig
		length, tail     int
		needles, queries int
	}{
		{"64", config, 64, 24, 6, 4},
		{"128", config, 128, 48, 11, 9},
		{"256", config, 256, 96, 22, 19},
		{"65536", config, 65536, 96, 22, 19},
		{"65536, decoys", config.WithDecoys(0.2), 65536, 96, 22 + 2618, 19},
		{"all keys", recall.TextConfig{Chunk: 8, NeedleShare: 1, Needles: 99}, 512, 256, 32, 32},
		{"all keys, decoys", recall.TextConfig{Chunk: 8, NeedleShare: 1, Needles: 99, DecoyShare: 0.1}, 512, 256, 32 + 5, 31},
	} {
		s := sampleOf(t, newText(t, tt.config), 1, 0, tt.length, tt.tail)
		if len(s.Needles) != tt.needles || len(s.Queries) != tt.queries {
			t.Errorf("%s: %d needles and %d queries, want %d and %d", tt.name, len(s.Needles), len(s.Queries), tt.needles, tt.queries)
		}
	}
}

func TestTextGolden(t *testing.T) {
	for _, tt := range []struct {
		name         string
		config       recall.TextConfig
		length, tail int
		tokens, hash string
	}{
		{"training", recall.RunningText(), 256, 96, "b0a20ce418168608", "5e3d6dd436ede421"},
		{"long, decoys", recall.RunningText().WithDecoys(0.2), 8192, 96, "57a3832563fc5a5c", "7ec8dc70c743252e"},
	} {
		task := newText(t, tt.config)
		if got := data.HashTokens(sampleOf(t, task, 7, 3, tt.length, tt.tail).Tokens); got != tt.tokens {
			t.Errorf("%s: tokens %q, want %q", tt.name, got, tt.tokens)
		}
		if got := task.Hash(); got != tt.hash {
			t.Errorf("%s: hash %q, want %q", tt.name, got, tt.hash)
		}
	}
}

func TestTextIsDeterministic(t *testing.T) {
	want := sampleOf(t, newText(t, recall.RunningText()), 1, 5, 256, 96)
	if diff := cmp.Diff(want, sampleOf(t, newText(t, recall.RunningText()), 1, 5, 256, 96)); diff != "" {
		t.Errorf("the same sample made twice, -first +second:\n%s", diff)
	}
	if slices.Equal(want.Tokens, sampleOf(t, newText(t, recall.RunningText()), 1, 6, 256, 96).Tokens) {
		t.Error("another index gives the same tokens")
	}
}

// TestTextWrapsAround takes a sample longer than its haystack: the words between the needles must be
// the haystack, over and over.
func TestTextWrapsAround(t *testing.T) {
	v := newText(t, recall.RunningText()).Vocabulary()
	haystack := []int32{v.ID("light"), v.ID("of"), v.ID("the")}
	config := recall.RunningText()
	config.Needles = 1
	task, err := recall.NewText(config, v, haystack)
	if err != nil {
		t.Fatal(err)
	}
	s := sampleOf(t, task, 1, 0, 100, 7)
	evidence := s.Queries[0].Evidence
	text := slices.Concat(s.Tokens[:evidence.Start], s.Tokens[evidence.End:s.Context()+2])
	for i, id := range text {
		if want := haystack[(slices.Index(haystack, text[0])+i)%3]; id != want {
			t.Fatalf("word %d is %q, want %q", i, v.Token(id), v.Token(want))
		}
	}
	if task.Haystack() != 3 {
		t.Errorf("Haystack() = %d, want 3", task.Haystack())
	}
}

func TestTextDepthsAreUniform(t *testing.T) {
	for _, share := range []float64{0, 0.3} {
		task := newText(t, recall.RunningText().WithDecoys(share))
		if worst := depthDeviation(t, task, 2000, 40, 400); worst > 5 {
			t.Errorf("decoy share %g: a tenth of the depths is %.1f standard deviations off", share, worst)
		}
	}
}

func TestTrainAndHeldOutAreApart(t *testing.T) {
	train, heldOut, err := recall.Opticks(recall.RunningText())
	if err != nil {
		t.Fatal(err)
	}
	if train.Vocabulary() != heldOut.Vocabulary() {
		t.Error("training and held-out task have two vocabularies")
	}
	if train.Hash() == heldOut.Hash() {
		t.Error("training and held-out task have one hash")
	}
	if train.Vocab() != 1+49+1000 || train.Chance() != 1.0/16 || train.Name() != "recall-text" {
		t.Errorf("vocabulary %d, chance %g, name %s", train.Vocab(), train.Chance(), train.Name())
	}
	if heldOut.Haystack() < 65536 {
		t.Errorf("%d held-out words, want 65,536", heldOut.Haystack())
	}
}

func TestMillionWords(t *testing.T) {
	task := newText(t, recall.RunningText().WithDecoys(0.2))
	start := time.Now()
	s := sampleOf(t, task, 1, 0, 1<<20, 96)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("1Mi words took %v", took)
	}
	if err := checkText(task.Vocabulary(), 8, s); err != nil {
		t.Error(err)
	}
}

func BenchmarkText(b *testing.B) {
	task := newText(b, recall.RunningText())
	b.SetBytes(1 << 20)
	for i := 0; b.Loop(); i++ {
		sampleOf(b, task, 1, i, 1<<20, 96)
	}
}
