package hsa

import (
	"math"
	"slices"
)

// picks are the best chunks of every row, a row being a token of one retrieval head: at most k a row, with their
// scores. Of equal scores the older chunk wins. Its memory is used again by reset.
type picks struct {
	heads, tokens, k int
	count            []int     // [heads·tokens] slots in use
	chunks           []int32   // [heads·tokens k]
	scores           []float32 // the same
	worst            []int     // [heads·tokens] slot that is given up first
	truth            []float32 // [heads·tokens F] scores of the forced chunks, which are offered as infinite
}

// reset empties the picks for so many rows.
func (p *picks) reset(heads, tokens, k int) {
	rows := heads * tokens
	p.heads, p.tokens, p.k = heads, tokens, k
	p.count, p.worst = resized(p.count, rows), resized(p.worst, rows)
	p.chunks, p.scores = resized(p.chunks, rows*k), resized(p.scores, rows*k)
	clear(p.count)
}

// resized is x with n elements of any value, in the same memory where that is large enough.
func resized[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}

// offer offers the scores of chunks start, start+1, … to a row. Chunks must come oldest first. A score of minus infinity
// is never picked.
func (p *picks) offer(row int, scores []float32, start int) {
	for i := 0; i < len(scores); i++ {
		if p.count[row] == p.k {
			p.offerFull(row, scores[i:], start+i)
			return
		}
		if s := scores[i]; s > float32(math.Inf(-1)) {
			at := row*p.k + p.count[row]
			p.chunks[at], p.scores[at] = int32(start+i), s
			p.count[row]++
			p.findWorst(row)
		}
	}
}

// offerFull is offer to a row with no empty slot. Nearly every score fails the one comparison with the worst that is
// kept, so a pass over many chunks runs at the speed of that comparison.
func (p *picks) offerFull(row int, scores []float32, start int) {
	if p.k == 0 {
		return
	}
	at := row*p.k + p.worst[row]
	least := p.scores[at]
	for i, s := range scores {
		if s > least {
			p.chunks[at], p.scores[at] = int32(start+i), s
			p.findWorst(row)
			at = row*p.k + p.worst[row]
			least = p.scores[at]
		}
	}
}

// findWorst finds the smallest score that a row keeps; of equal ones the newest.
func (p *picks) findWorst(row int) {
	chunks, scores := p.row(row)
	worst := 0
	for i, s := range scores {
		if w := scores[worst]; s < w || (s == w && chunks[i] > chunks[worst]) {
			worst = i
		}
	}
	p.worst[row] = worst
}

// row is what a row has picked so far.
func (p *picks) row(row int) (chunks []int32, scores []float32) {
	from, to := row*p.k, row*p.k+p.count[row]
	return p.chunks[from:to], p.scores[from:to]
}

// sort puts the chunks of every row in ascending order, oldest first.
func (p *picks) sort() {
	for row := range p.count {
		chunks, scores := p.row(row)
		for i := 1; i < len(chunks); i++ {
			for j := i; j > 0 && chunks[j] < chunks[j-1]; j-- {
				chunks[j], chunks[j-1] = chunks[j-1], chunks[j]
				scores[j], scores[j-1] = scores[j-1], scores[j]
			}
		}
	}
}

// copyRow takes the picks of a row of another.
func (p *picks) copyRow(row int, from *picks, fromRow int) {
	chunks, scores := from.row(fromRow)
	p.count[row] = len(chunks)
	copy(p.chunks[row*p.k:], chunks)
	copy(p.scores[row*p.k:], scores)
}

// force has a row pick the forced chunks among those that scores[i] is of, chunk start+i.
func (p *picks) force(row int, scores []float32, start int, forced []int) {
	if len(p.truth) < p.heads*p.tokens*len(forced) {
		p.truth = make([]float32, p.heads*p.tokens*len(forced))
	}
	for i, c := range forced {
		if c >= start && c < start+len(scores) {
			p.truth[row*len(forced)+i] = scores[c-start]
			scores[c-start] = float32(math.Inf(1))
		}
	}
}

// settle gives forced chunks their own scores back.
func (p *picks) settle(forced []int) {
	if len(forced) == 0 {
		return
	}
	for row := range p.count {
		chunks, scores := p.row(row)
		for slot, c := range chunks {
			if i := slices.Index(forced, int(c)); i >= 0 && math.IsInf(float64(scores[slot]), 1) {
				scores[slot] = p.truth[row*len(forced)+i]
			}
		}
	}
}
