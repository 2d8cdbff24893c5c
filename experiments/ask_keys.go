package experiments

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/words"
)

// Askable lists the keys that a text with these needles says something about: those of the needles, then those that the
// text itself states, in its order.
func Askable(text string, needles []recall.Needle) []string {
	var list []string
	add := func(key string) {
		if slices.Contains(recall.KeyWords(), key) && !slices.Contains(list, key) {
			list = append(list, key)
		}
	}
	for _, n := range needles {
		add(strings.ToLower(strings.TrimSpace(n.Key)))
	}
	var last [4]string // the last four words: magic K is V
	for p := range words.Pieces(text) {
		copy(last[:], last[1:])
		last[3] = p.Text
		if last[0] == "magic" && last[2] == "is" && slices.Contains(recall.ValueWords(), last[3]) {
			add(last[1])
		}
	}
	return list
}

// checkQuestions refuses a question about a key that nothing in the text names, and says which can be asked about.
func checkQuestions(text string, needles []recall.Needle, questions []string) error {
	known := Askable(text, needles)
	for _, q := range questions {
		for p := range words.Pieces(q) {
			if !slices.Contains(recall.KeyWords(), p.Text) || slices.Contains(known, p.Text) {
				continue
			}
			if len(known) == 0 {
				return fmt.Errorf("ask: nothing in the text says what magic %s is: hide a needle, such as --needle %s=otter@0.5", p.Text, p.Text)
			}
			return fmt.Errorf("ask: nothing in the text says what magic %s is; it can be asked about: %s", p.Text, strings.Join(known, ", "))
		}
	}
	return nil
}
