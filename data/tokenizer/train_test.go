package tokenizer_test

import (
	"cmp"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data/tokenizer"
)

// texts are texts to train on.
func texts(all ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, text := range all {
			if !yield(text, nil) {
				return
			}
		}
	}
}

const proverbs = "light travels, light stays. the lighter the light, the farther it travels. 17 lights of 1730"

func TestTrainIsDeterministic(t *testing.T) {
	spec := tokenizer.Spec{Name: "small", Vocab: 300}
	a, err := tokenizer.Train(texts(proverbs, "the sun"), spec)
	if err != nil {
		t.Fatal(err)
	}
	b, err := tokenizer.Train(texts("the sun", proverbs), spec)
	if err != nil {
		t.Fatal(err)
	}
	if a.Hash() != b.Hash() {
		t.Error("the order of the texts changes the tokenizer")
	}
	if c, err := tokenizer.Train(texts("the sun", proverbs, "the sun"), spec); err != nil || c.Hash() == a.Hash() {
		t.Errorf("a text that comes twice counts once (%v)", err)
	}
	if want := "414c3803d6b3c84f"; a.Hash() != want {
		t.Errorf("hash %s, want %s: trained tokenizers have changed", a.Hash(), want)
	}
}

// TestTrainAsByHand compares with a training that counts all pairs anew for each merge.
func TestTrainAsByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[abc]{1,7}`), 1, 30).Draw(t, "words")
		vocab := rapid.IntRange(257, 290).Draw(t, "vocab")
		b, err := tokenizer.Train(texts(strings.Join(words, "\n")), tokenizer.Spec{Name: "test", Vocab: vocab, MaxToken: 5})
		if err != nil {
			t.Fatal(err)
		}
		want := byHand(words, vocab-257, 5)
		for i, token := range want {
			if id, ok := b.ID(token); !ok || id != int32(257+i) {
				t.Fatalf("token %q has id %d (%t), want %d; all: %q", token, id, ok, 257+i, want)
			}
		}
		if b.Vocab() != 257+len(want) {
			t.Fatalf("%d entries, want %d", b.Vocab(), 257+len(want))
		}
	})
}

// byHand learns up to most new tokens from words that stand on lines of their own. Ids of letters are in their order
// and smaller than those of tokens, whose ids are in the order of learning.
func byHand(words []string, most, longest int) []string {
	var split [][]string
	for _, w := range words {
		split = append(split, strings.Split(w, ""))
	}
	var learned []string
	rank := func(token string) string {
		if i := slices.Index(learned, token); i >= 0 {
			return string([]byte{'z', byte(i)})
		}
		return token
	}
	dead := map[[2]string]bool{}
	for len(learned) < most {
		counts := map[[2]string]int{}
		for _, w := range split {
			for i := range len(w) - 1 {
				counts[[2]string{w[i], w[i+1]}]++
			}
		}
		maps.DeleteFunc(counts, func(p [2]string, n int) bool { return n < 2 || dead[p] })
		if len(counts) == 0 {
			break
		}
		best := slices.MinFunc(slices.Collect(maps.Keys(counts)), func(a, b [2]string) int {
			return cmp.Or(counts[b]-counts[a], strings.Compare(rank(a[0]), rank(b[0])), strings.Compare(rank(a[1]), rank(b[1])))
		})
		joined := best[0] + best[1]
		if len(joined) > longest {
			dead[best] = true
			continue
		}
		for k, w := range split {
			split[k] = nil
			for i := 0; i < len(w); i++ {
				if i+1 < len(w) && w[i] == best[0] && w[i+1] == best[1] {
					split[k] = append(split[k], joined)
					i++
				} else {
					split[k] = append(split[k], w[i])
				}
			}
		}
		if !slices.Contains(learned, joined) {
			learned = append(learned, joined)
		}
	}
	return learned
}

func TestTrainRefuses(t *testing.T) {
	broken := func(yield func(string, error) bool) { yield("", errors.New("disk on fire")) }
	for _, tt := range []struct {
		name  string
		texts iter.Seq2[string, error]
		vocab int
		want  string
	}{
		{"too small", texts("a"), 256, "want 257"},
		{"too large", texts("a"), 1 << 30, "want 257"},
		{"no text", texts(), 300, "no text"},
		{"empty text", texts("", ""), 300, "no text"},
		{"unreadable", broken, 300, "disk on fire"},
	} {
		_, err := tokenizer.Train(tt.texts, tokenizer.Spec{Name: "test", Vocab: tt.vocab})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestTrainReportsProgress(t *testing.T) {
	seen := map[string]tokenizer.Progress{}
	_, err := tokenizer.Train(texts(proverbs, proverbs), tokenizer.Spec{
		Name: "test", Vocab: 270, Progress: func(p tokenizer.Progress) { seen[p.Phase] = p },
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen["reading"].Done != 2 || seen["merging"] != (tokenizer.Progress{Phase: "merging", Done: 270, Total: 270}) {
		t.Errorf("%v", seen)
	}
}
