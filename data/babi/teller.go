package babi

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hsalab/hsalab/data/taskpack"
)

// teller writes one story.
type teller struct {
	rng   *rand.Rand
	pack  *taskpack.Babi
	lines []Line
}

func newTeller(rng *rand.Rand, pack *taskpack.Babi) *teller { return &teller{rng: rng, pack: pack} }

// tell adds a statement in one of the forms, drawn uniformly, and gives its number.
func (t *teller) tell(forms []string, words ...string) int {
	return t.state(fill(pick(t.rng, forms), words...))
}

// state adds a statement, still without capital and period, and gives its number.
func (t *teller) state(sentence string) int {
	t.lines = append(t.lines, Line{Text: capital(sentence) + "."})
	return len(t.lines)
}

// ask adds a question with its answer and the numbers of the statements it rests on.
func (t *teller) ask(answer Answer, supports []int, form string, words ...string) {
	t.lines = append(t.lines, Line{
		Text:     capital(fill(form, words...)),
		Answer:   &answer,
		Supports: slices.Compact(slices.Sorted(slices.Values(supports))),
	})
}

func (t *teller) coin() bool { return t.rng.IntN(2) == 0 }

// fill puts the words into the form's %s, left to right.
func fill(form string, words ...string) string {
	parts := strings.Split(form, "%s")
	var b strings.Builder
	for i, part := range parts {
		b.WriteString(part)
		if i < len(words) {
			b.WriteString(words[i])
		}
	}
	return b.String()
}

func capital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// pickOther draws from the list without the given entries. The list must hold another one.
func pickOther[T comparable](rng *rand.Rand, list []T, not ...T) T {
	return pick(rng, slices.DeleteFunc(slices.Clone(list), func(v T) bool { return slices.Contains(not, v) }))
}

// shuffled is the list in random order.
func shuffled[T any](rng *rand.Rand, list []T) []T {
	list = slices.Clone(list)
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func keys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
