package oracle

import (
	"math"
	"slices"
)

// Weights turns the scores of the picked chunks, newest first, into chunk weights (Eq. 1). With s_k the scores:
//
//	stick-breaking  w_k = exp(s_k - Σ_{j≤k} softplus(s_j)) = σ(s_k) Π_{j<k} (1 - σ(s_j))
//	softmax         w_k = exp(s_k + k·rankDecay) / Σ_j exp(s_j + j·rankDecay)
//	off-by-one      w_k = exp(s_k) / (1 + Σ_j exp(s_j))
//	NSA             w_k = 1: the tokens of all picked chunks share one softmax instead
func Weights(w Weighting, scores []float64, rankDecay float64) []float64 {
	switch w {
	case StickBreaking:
		return stickBreaking(scores)
	case OffByOne:
		return softmax(scores, 1)
	case NSA:
		return slices.Repeat([]float64{1}, len(scores))
	}
	decayed := slices.Clone(scores)
	for k := range decayed {
		decayed[k] += float64(k) * rankDecay
	}
	return softmax(decayed, 0)
}

func stickBreaking(scores []float64) []float64 {
	out, taken := make([]float64, len(scores)), 0.0
	for k, s := range scores {
		// s - softplus(s) first: the sum of a large score would cost digits.
		out[k] = math.Exp(s - softplus(s) - taken)
		taken += softplus(s)
	}
	return out
}

// linearAbove is where softplus is its argument exactly, as in the published code; so the weights of stick-breaking
// may sum to 1 + 3e-7.
const linearAbove = 15

func softplus(x float64) float64 {
	if x > linearAbove {
		return x
	}
	return math.Log1p(math.Exp(x))
}

func softplusSlope(x float64) float64 {
	if x > linearAbove {
		return 1
	}
	return 1 / (1 + math.Exp(-x))
}

// WeightsGradient turns the gradients g of the chunk weights w = Weights(scores) into those of the scores; that of
// rankDecay is Σ_k k·ds_k.
//
//	stick-breaking           ds_k = w_k g_k - softplus'(s_k) Σ_{j≥k} w_j g_j
//	softmax and off-by-one   ds_k = w_k (g_k - Σ_j w_j g_j)
//	NSA                      ds_k = 0: the choice has no gradient
func WeightsGradient(w Weighting, scores, weights, g []float64) []float64 {
	ds := make([]float64, len(scores))
	switch w {
	case NSA:
	case StickBreaking:
		older := 0.0
		for k, s := range slices.Backward(scores) {
			older += weights[k] * g[k]
			ds[k] = weights[k]*g[k] - softplusSlope(s)*older
		}
	default:
		mean := dot(weights, g)
		for k := range ds {
			ds[k] = weights[k] * (g[k] - mean)
		}
	}
	return ds
}

// softmax is exp(x_i) / (extra + Σ_j exp(x_j)), the largest x taken out.
func softmax(x []float64, extra float64) []float64 {
	if len(x) == 0 {
		return nil
	}
	top := slices.Max(x)
	if extra > 0 {
		top = max(top, 0)
	}
	total := extra * math.Exp(-top)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Exp(v - top)
		total += out[i]
	}
	for i := range out {
		out[i] /= total
	}
	return out
}
