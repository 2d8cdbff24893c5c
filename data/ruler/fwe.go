package ruler

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/hsalab/hsalab/data/taskpack"
)

const (
	codedLetters   = 6  // of a coded word
	wordsPerCoded  = 50 // tokens of the length that come to one coded word of the vocabulary
	stepsOfLength  = 32 // a text grows and shrinks by this part of the length
	frequentAnswer = 3  // words asked for
)

// fwe is frequent words extraction: coded words whose frequencies follow a zeta distribution. The most frequent one
// stands as dots, and the next three are asked for.
type fwe struct {
	*settings
	texts taskpack.FWE
	frame frame
	zeta  float64

	most  int // tokens that the prompt may have
	words int // of the text: how many fit
}

func (s *settings) newFWE() (family, error) {
	f := &fwe{settings: s, texts: s.pack.RULER.Families.FWE, most: s.limit() - s.prompt.Budget}
	if !(s.task.Alpha > 1) {
		return nil, fmt.Errorf("ruler: task %s has alpha %g: want above 1", s.name, s.task.Alpha)
	}
	if vocabulary := f.most / wordsPerCoded; vocabulary <= frequentAnswer {
		return nil, fmt.Errorf("ruler: length %d gives %s a vocabulary of %d coded words, less than it asks for: give at least %d",
			s.run.Length, s.name, max(0, vocabulary), (frequentAnswer+1)*wordsPerCoded+s.prompt.Budget+s.run.TemplateTokens)
	}
	text, err := s.wrapped()
	if err != nil {
		return nil, err
	}
	if f.frame, err = s.newFrame(s.path("template"), text, "query"); err != nil {
		return nil, err
	}
	f.zeta = mathext.Zeta(s.task.Alpha, 1)
	return f, nil
}

// prepare finds how many words fit, with a vocabulary that no sample uses.
func (f *fwe) prepare() error {
	_, words, _, err := f.make(-1)
	f.words = words
	return err
}

func (f *fwe) next(int) (draft, int, error) {
	if f.run.Tight {
		fitting := f.fitting("words", 1, func(words int) (draft, error) { return f.text(f.vocabulary(), words), nil })
		return fitting.tight(max(1, f.words))
	}
	d, _, tokens, err := f.make(f.words)
	return d, tokens, err
}

// make makes a text of so many words, or fewer if that is too long; for none it lets the text grow as long as it fits.
func (f *fwe) make(words int) (d draft, fitting, tokens int, err error) {
	vocabulary := f.vocabulary()
	if words > 0 {
		return f.shrink(vocabulary, words)
	}
	step := f.most / stepsOfLength
	words = f.most / codedLetters
	for f.count(f.text(vocabulary, words)) < f.most {
		words += step
	}
	words -= step
	d = f.text(vocabulary, words)
	return d, words, f.count(d), nil
}

func (f *fwe) shrink(vocabulary []string, words int) (d draft, fitting, tokens int, err error) {
	for {
		d = f.text(vocabulary, words)
		if tokens = f.count(d); tokens <= f.most {
			return d, words, tokens, nil
		}
		if words <= 0 {
			return d, 0, 0, errors.New("the prompt without any words does not fit: give a greater length")
		}
		words -= f.most / stepsOfLength
	}
}

func (f *fwe) count(d draft) int { return f.run.Counter.Count(d.prompt) }

// vocabulary draws the coded words by rank.
func (f *fwe) vocabulary() []string {
	words := f.distinctWords(f.texts.Alphabet, codedLetters, f.most/wordsPerCoded)
	slices.Sort(words)
	words = slices.Compact(words)
	f.shuffler().Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	words[0] = f.texts.NoiseWord
	return words
}

// text is the prompt of so many words. Each word stands as often as its rank says.
func (f *fwe) text(vocabulary []string, words int) draft {
	var ranks []int
	for rank := range vocabulary {
		for range max(0, int(float64(words)*math.Pow(float64(rank+1), -f.task.Alpha)/f.zeta)) {
			ranks = append(ranks, rank)
		}
	}
	f.shuffler().Shuffle(len(ranks), func(i, j int) { ranks[i], ranks[j] = ranks[j], ranks[i] })
	w := new(writer)
	f.frame.head.write(&w.Builder, "query", "")
	for i, rank := range ranks {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.piece(vocabulary[rank], 1 <= rank && rank <= frequentAnswer)
	}
	f.frame.tail.write(&w.Builder, "query", "")
	return w.draft(vocabulary[1 : frequentAnswer+1])
}
