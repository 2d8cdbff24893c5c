package recall_test

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/words"
)

// checkText verifies a sample of running text from its words alone, then its bookkeeping.
func checkText(v *words.Vocabulary, chunk int, s data.Sample) error {
	shown := make([]string, len(s.Tokens))
	for i, id := range s.Tokens {
		shown[i] = v.Token(id)
	}
	context := shown[:s.Context()]
	if needles := phrases(context); !slices.Equal(needles, s.Needles) {
		return fmt.Errorf("needles are %v, the sample says %v", needles, s.Needles)
	}
	if n := reservedOutside(v, s, context); n > 0 {
		return fmt.Errorf("%d words of needles stand outside needles", n)
	}
	errs := []error{s.Check(chunk)}
	for i, q := range s.Queries {
		key := recall.KeyWords()[q.Key]
		question := []string{"magic", key, "is", v.Token(q.Answer), "."}
		if got := shown[q.Position-2 : q.Position+3]; !slices.Equal(got, question) {
			errs = append(errs, fmt.Errorf("query %d: question %q, want %q", i, got, question))
		}
		evidence := context[q.Evidence.Start:q.Evidence.End]
		if !slices.Equal(evidence[:4], question[:4]) {
			errs = append(errs, fmt.Errorf("query %d: evidence %q, want %q", i, evidence, question))
		}
		before := shown[s.Context() : q.Position-1]
		if n := count(context, key); n != 1 || slices.Contains(before, key) {
			errs = append(errs, fmt.Errorf("query %d: %q stands %d times in the context and before the question: %q", i, key, n, before))
		}
	}
	if want := len(s.Tokens); len(s.Queries) > 0 && s.Queries[len(s.Queries)-1].Position+3 != want {
		errs = append(errs, fmt.Errorf("the last question ends at %d, want %d", s.Queries[len(s.Queries)-1].Position+3, want))
	}
	return errors.Join(errs...)
}

// phrases finds the needles of a text.
func phrases(text []string) []data.Placement {
	var needles []data.Placement
	for i := 0; i+3 < len(text); i++ {
		key := slices.Index(recall.KeyWords(), text[i+1])
		if text[i] == "magic" && key >= 0 && text[i+2] == "is" && slices.Contains(recall.ValueWords(), text[i+3]) {
			needles = append(needles, data.Placement{Key: int32(key), Value: int32(i + 3)})
		}
	}
	return needles
}

// reservedOutside counts reserved words that are no part of a needle.
func reservedOutside(v *words.Vocabulary, s data.Sample, context []string) int {
	n := -3 * len(s.Needles)
	for _, word := range context {
		if v.Reserved(v.ID(word)) {
			n++
		}
	}
	return n
}

func count(words []string, word string) int {
	n := 0
	for _, w := range words {
		if w == word {
			n++
		}
	}
	return n
}
