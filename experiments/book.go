package experiments

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data/corpus"
)

// Book is a stretch of n words of Newton's Opticks that no shipped model was trained on, from a place in the held-out
// part: 0 its start, 1 the last place where n words follow.
func Book(n int, place float64) (string, error) {
	text, err := corpus.Opticks()
	if err != nil {
		return "", err
	}
	_, rest := text.Split(corpus.OpticksTrain)
	if n < 1 || n > rest.Len() {
		return "", fmt.Errorf("book: %d words: want 1 to %d", n, rest.Len())
	}
	if !(place >= 0 && place <= 1) {
		return "", fmt.Errorf("book: place %g: want 0 (start) to 1 (end)", place)
	}
	start, i := int(place*float64(rest.Len()-n)), 0
	stretch := make([]string, 0, n)
	for w := range rest.Words() {
		if i >= start+n {
			break
		}
		if i >= start {
			stretch = append(stretch, w)
		}
		i++
	}
	return strings.Join(stretch, " "), nil
}
