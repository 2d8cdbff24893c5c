package hsa

import "math"

// result turns what the graph computed, by key/value head and in chunk space, into tokens, heads and slots.
func (s HiLSSpec) result(flat [][]float64) HiLSResult {
	keys, bias, scores, picked, weights := flat[0], flat[1], flat[2], flat[3], flat[4]
	r := HiLSResult{
		LandmarkKeys: s.byToken(keys, s.chunks(), s.HeadDim), LandmarkBias: s.byToken(bias, s.chunks(), 1), Out: flat[5],
	}
	for b := range s.Batch {
		for t := range s.Length {
			for m := range s.KVHeads {
				row := (b*s.KVHeads+m)*s.Length + t
				chunks := s.slots(picked[row*s.chunks():][:s.chunks()])
				r.Picks = append(r.Picks, chunks...)
				for g := range s.group() {
					head := row*s.group() + g
					r.addHead(chunks, scores[head*s.chunks():][:s.chunks()], weights[head*(s.chunks()+1):][:s.chunks()+1])
				}
			}
		}
	}
	return r
}

// slots are the picked chunks, oldest first, filled up with -1 to TopK.
func (s HiLSSpec) slots(picked []float64) []int {
	chunks := make([]int, 0, s.TopK)
	for c, yes := range picked {
		if yes == 1 {
			chunks = append(chunks, c)
		}
	}
	for len(chunks) < s.TopK {
		chunks = append(chunks, -1)
	}
	return chunks
}

// addHead appends the scores and weights of one query head at its picks, from those in chunk space.
func (r *HiLSResult) addHead(chunks []int, scores, weights []float64) {
	for _, c := range chunks {
		score, weight := math.Inf(-1), 0.0
		if c >= 0 {
			score, weight = scores[c], weights[c]
		}
		r.PickedScores, r.Weights = append(r.PickedScores, score), append(r.Weights, weight)
	}
	r.Weights = append(r.Weights, weights[len(weights)-1])
}

// byToken turns [N rows G width] into [B rows Hq width].
func (s HiLSSpec) byToken(x []float64, rows, width int) []float64 {
	out := make([]float64, 0, len(x))
	for b := range s.Batch {
		for row := range rows {
			for m := range s.KVHeads {
				at := ((b*s.KVHeads+m)*rows + row) * s.group() * width
				out = append(out, x[at:at+s.group()*width]...)
			}
		}
	}
	return out
}
