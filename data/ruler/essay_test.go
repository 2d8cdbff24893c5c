package ruler

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data/punkt"
)

// plainly are the sentences of the first n words, as RULER finds them.
func plainly(text string, n int) []string {
	words := strings.Split(regexp.MustCompile(`[\s\x1c-\x1f\x{85}\x{a0}]+`).ReplaceAllString(text, " "), " ")
	var repeated []string
	for len(repeated) < n {
		repeated = append(repeated, words...)
	}
	return punkt.Untrained().Split(strings.Trim(strings.Join(repeated[:n], " "), " "))
}

func TestEssayEqualsPlainSplitting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("aB.? \n\")\u00a0\x1c")), 1, 40, -1).Draw(t, "text")
		essay, err := NewEssay(text, nil)
		if err != nil {
			t.Skip("no words")
		}
		for range 3 {
			n := rapid.IntRange(0, 60).Draw(t, "words")
			first := essay.first(n)
			var got []string
			for i := range first.len() {
				got = append(got, first.at(i))
			}
			if diff := cmp.Diff(plainly(text, n), got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%d words of %q, -want +got:\n%s", n, text, diff)
			}
		}
	})
}
