package ruler

import (
	"fmt"
	"math"
)

// tightTries is how many sizes are tried for a tight sample.
const tightTries = 40

// tight makes the prompt of the largest size that fits, near the one given. All sizes are tried with the same draws, so
// that one unit more is about as many tokens more.
func (f *fitting) tight(size int) (best draft, tokens int, err error) {
	rewind := f.mark()
	low, high := f.step, math.MaxInt // what is left to try
	for range tightTries {
		rewind()
		var d draft
		if d, err = f.build(size); err != nil {
			rewind = f.mark() // other draws may do
			continue
		}
		n := f.count(d.prompt)
		room := f.limit - f.budget - n
		if room >= 0 {
			best, tokens, low = d, n, size+1
		} else {
			high = size - 1
		}
		if low > high {
			break
		}
		size = min(max(size+room*size/n, low), high)
	}
	if best.prompt != "" {
		return best, tokens, nil
	}
	if err != nil {
		return best, 0, fmt.Errorf("no prompt of %d %s in %d tries: %w: %s", size, f.unit, tightTries, err, f.remedy)
	}
	return best, 0, fmt.Errorf("not even the smallest prompt, of %d %s, fits %d tokens less %d for the answer: %s", f.step, f.unit, f.limit, f.budget, f.remedy)
}
