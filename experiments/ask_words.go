package experiments

import (
	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
)

// padding is how a token is shown that stands before the reader's text to fill its first chunk.
const padding = "·"

// wordsOf shows every token of a composed sample: a word of the text as the text has it, also where the vocabulary
// does not; a word of a hidden needle or a question as the vocabulary has it.
func wordsOf(s data.Sample, text string, v *words.Vocabulary) []string {
	var pieces []string
	for p := range words.Pieces(text) {
		pieces = append(pieces, p.Text)
	}
	shown := make([]string, len(s.Tokens))
	for i, id := range s.Tokens {
		shown[i] = v.Token(id)
	}
	hidden := hiddenTokens(s, pieces, v)
	free := 0
	for i := range s.Context() {
		if !hidden[i] {
			free++
		}
	}
	pad, next := free-len(pieces), 0
	for i := range s.Context() {
		switch {
		case i < pad:
			shown[i] = padding
		case !hidden[i] && next < len(pieces):
			shown[i] = pieces[next]
			next++
		}
	}
	return shown
}

// hiddenTokens marks the tokens of needles that do not stand in the text itself. What the text says itself comes in
// the order of the text, so a needle whose words come next there is the text's own.
func hiddenTokens(s data.Sample, pieces []string, v *words.Vocabulary) []bool {
	own := map[string]int{} // needles in the text itself, by key and value
	for i := 0; i+3 < len(pieces); i++ {
		if pieces[i] == "magic" && pieces[i+2] == "is" {
			own[pieces[i+1]+" "+pieces[i+3]]++
		}
	}
	marks := make([]bool, len(s.Tokens))
	for _, n := range s.Needles {
		value := int(n.Value)
		name := v.Token(s.Tokens[value-2]) + " " + v.Token(s.Tokens[value])
		if own[name] > 0 {
			own[name]--
			continue
		}
		for i := value - 3; i <= value+1; i++ {
			marks[i] = true
		}
	}
	return marks
}
