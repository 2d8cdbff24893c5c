package ruler

import (
	"fmt"
	"math"
	"strconv"

	"github.com/hsalab/hsalab/data/taskpack"
)

// cwe is common words extraction: a numbered list in which some words stand more often than the others. A solved
// example comes ahead of it.
type cwe struct {
	*settings
	texts  taskpack.CWE
	frame  frame
	item   template
	words  []string
	counts [2]listSize // of the example and of the list

	fitting fitting
	fits    int
}

// listSize says how often words stand in a list.
type listSize struct{ words, common, uncommon int }

func (s *settings) newCWE() (family, error) {
	c := &cwe{settings: s, texts: s.pack.RULER.Families.CWE}
	for name, value := range map[string]int{"num_cw": s.task.CommonWords, "freq_cw": s.task.CommonRepeats, "freq_ucw": s.task.UncommonRepeats} {
		if err := s.positive(name, value); err != nil {
			return nil, err
		}
	}
	text, err := s.wrapped()
	if err != nil {
		return nil, err
	}
	if c.frame, err = s.newFrame(s.path("template"), text, "query", "num_cw"); err != nil {
		return nil, err
	}
	if c.item, err = s.newTemplate(s.path("item"), c.texts.Item, "i", "word"); err != nil {
		return nil, err
	}
	c.counts = [2]listSize{{40, 10, 3}, {0, s.task.CommonRepeats, s.task.UncommonRepeats}}
	if s.run.Length < 4096 {
		c.counts = [2]listSize{{20, 3, 1}, {0, 6, 1}}
	}
	c.words = s.pack.Words.All()
	s.shuffler().Shuffle(len(c.words), func(i, j int) { c.words[i], c.words[j] = c.words[j], c.words[i] })
	c.fitting = s.fitting("words", 10, c.build)
	return c, nil
}

// prepare looks for the number of words that fits, up to twice what a list of 4096 words promises.
func (c *cwe) prepare() error {
	const probe = 4096
	d, err := c.build(probe)
	if err != nil {
		return fmt.Errorf("a list of %d words: %w", probe, err)
	}
	perWord := float64(c.fitting.count(d.prompt)) / probe
	c.fits, err = c.fitting.search(int(floorDiv(float64(c.limit()), perWord)) * 2)
	return err
}

// floorDiv is Python's x // y of positive numbers.
func floorDiv(x, y float64) float64 {
	quotient := (x - math.Mod(x, y)) / y
	floor := math.Floor(quotient)
	if quotient-floor > 0.5 {
		floor++
	}
	return floor
}

func (c *cwe) next(int) (draft, int, error) { return c.fitting.sample(c.fits) }

// build makes a prompt with a list of so many different words.
func (c *cwe) build(size int) (draft, error) {
	example, err := c.list(c.counts[0].words, c.counts[0])
	if err != nil {
		return draft{}, err
	}
	list, err := c.list(size, c.counts[1])
	if err != nil {
		return draft{}, err
	}
	w := new(writer)
	c.write(w, example, false)
	for i, word := range example.common {
		w.WriteByte(' ')
		c.item.write(&w.Builder, "i", strconv.Itoa(i+1), "word", word)
	}
	w.WriteByte('\n')
	c.write(w, list, true)
	return w.draft(list.common), nil
}

func (c *cwe) write(w *writer, l wordList, gold bool) {
	fields := []string{"query", "", "num_cw", strconv.Itoa(c.task.CommonWords)}
	c.frame.head.write(&w.Builder, fields...)
	common := map[string]bool{}
	for _, word := range l.common {
		common[word] = gold
	}
	for i, word := range l.items {
		if i > 0 {
			w.WriteByte(' ')
		}
		c.writeItem(w, i+1, word, common[word])
	}
	c.frame.tail.write(&w.Builder, fields...)
}

// writeItem writes an item of the list; the word alone is evidence.
func (c *cwe) writeItem(w *writer, number int, word string, gold bool) {
	for _, p := range c.item {
		w.WriteString(p.literal)
		switch p.field {
		case "i":
			w.WriteString(strconv.Itoa(number))
		case "word":
			w.piece(word, gold)
		}
	}
}

// wordList is the items of a list and its common words.
type wordList struct{ items, common []string }

// list draws words and repeats them. The shuffle has a generator of its own.
func (c *cwe) list(size int, counts listSize) (wordList, error) {
	drawn, err := c.draw(size)
	if err != nil {
		return wordList{}, err
	}
	n := min(c.task.CommonWords, len(drawn))
	l := wordList{common: drawn[:n]}
	for range counts.common {
		l.items = append(l.items, drawn[:n]...)
	}
	for range counts.uncommon {
		l.items = append(l.items, drawn[n:]...)
	}
	c.shuffler().Shuffle(len(l.items), func(i, j int) { l.items[i], l.items[j] = l.items[j], l.items[i] })
	return l, nil
}

// draw draws different words: from the three lists if they have so many, else from the large list.
func (c *cwe) draw(size int) ([]string, error) {
	n, at := len(c.words), func(i int) string { return c.words[i] }
	if size > n {
		n, at = c.large()
	}
	indices, err := c.random.Sample(n, size)
	if err != nil {
		return nil, fmt.Errorf("the pack's word lists have too few words: %w", err)
	}
	words := make([]string, size)
	for i, j := range indices {
		words[i] = at(j)
	}
	return words, nil
}

// large is the large list: the pack's, or its needle words where it has none.
func (c *cwe) large() (int, func(int) string) {
	if english := c.pack.Words.English; len(english) > 0 {
		return len(english), func(i int) string { return english[i] }
	}
	needles := c.pack.Needles()
	return needles.Len(), needles.At
}
