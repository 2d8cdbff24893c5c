package ruler

import "fmt"

// patience is how often a prompt of the smallest size is made anew before it is taken not to fit at all.
const patience = 1000

// fitting fits a prompt to a number of tokens, as RULER does.
type fitting struct {
	unit   string // what a size counts, for messages
	step   int    // smallest size, and by how much a sample that does not fit is made smaller
	limit  int    // tokens that a prompt and the answer may have
	budget int    // tokens that the answer may have
	ahead  int    // tokens of what is put into the prompt later, which the search counts
	count  func(prompt string) int
	build  func(size int) (draft, error)

	mark   func() (rewind func()) // remembers the random streams; nil fits as RULER does, and not tightly
	remedy string                 // what to do if not even the smallest prompt fits

	probed func(size, tokens int) // told of every size tried in the search, if set
}

// size is the largest size that a binary search finds to fit, or the smallest. It looks up to three times as far as
// one prompt of the smallest size promises.
func (f *fitting) size() (int, error) {
	d, err := f.build(f.step)
	if err != nil {
		return 0, f.stops(f.step, err)
	}
	perUnit := float64(f.count(d.prompt)) / float64(f.step)
	return f.search(int(float64(f.limit) / perUnit * 3))
}

// search is the search up to a size.
func (f *fitting) search(highest int) (int, error) {
	best, low, high := f.step, f.step, max(highest, 2*f.step)
	for low <= high {
		middle := (low + high) / 2
		d, err := f.build(middle)
		if err != nil {
			return 0, f.stops(middle, err)
		}
		tokens := f.count(d.prompt) + f.budget + f.ahead
		if f.probed != nil {
			f.probed(middle, tokens)
		}
		if tokens <= f.limit {
			best, low = middle, middle+1
		} else {
			high = middle - 1
		}
	}
	return best, nil
}

// stops is the error of a prompt that cannot be made, at which RULER's search stops.
func (f *fitting) stops(size int, err error) error {
	return fmt.Errorf("no prompt of %d %s: %w: try another seed, length or setting", size, f.unit, err)
}

// sample makes prompts, of the size and then smaller ones, until one fits, and counts its tokens. RULER goes on for
// ever with the smallest size; this is an error after 1000 tries.
func (f *fitting) sample(size int) (d draft, tokens int, err error) {
	if f.mark != nil {
		return f.tight(size)
	}
	for tries := 0; tries < patience; {
		d, err = f.build(size)
		if err == nil {
			if tokens = f.count(d.prompt); tokens+f.budget <= f.limit {
				return d, tokens, nil
			}
		}
		if size > f.step {
			size -= f.step
		} else {
			tries++
		}
	}
	if err != nil {
		return draft{}, 0, fmt.Errorf("no prompt of %d %s in %d tries: %w: %s", size, f.unit, patience, err, f.remedy)
	}
	return draft{}, 0, fmt.Errorf("the smallest prompt, of %d %s, has %d tokens, %d of them more than %d less %d for the answer: %s",
		size, f.unit, tokens, tokens+f.budget-f.limit, f.limit, f.budget, f.remedy)
}
