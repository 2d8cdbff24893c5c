package baseline

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/hsa"
)

// The rotations over the training length above which a frequency is kept, and below which it is divided by the scale:
// beta_fast and beta_slow of the published code.
const (
	betaFast = 32
	betaSlow = 1
)

// YaRN is the rotary positions of "YaRN: Efficient Context Window Extension of Large Language Models" (arXiv 2309.00071)
// for heads of size numbers trained on texts of length tokens, to be read at scale times that length; scale is 1 or more,
// and 1 gives hsa.NewRotary.
//
// A frequency is kept where it turns more than 32 times over the training length, divided by scale where it turns less than
// once, and blended between ("NTK by parts"). The blend is that of the published code: linear in the index of the
// frequency, between indices rounded outwards; in the paper's text it is linear in the number of turns. Queries
// and keys are multiplied by 0.1·ln(scale) + 1, which divides the attention temperature by its square.
func YaRN(theta float64, size, length int, scale float64) hsa.Rotary {
	r := hsa.NewRotary(theta, size)
	low := max(math.Floor(turning(betaFast, theta, size, length)), 0)
	high := min(math.Ceil(turning(betaSlow, theta, size, length)), float64(size-1))
	if low == high {
		high += 0.001 // a step, without a division by 0
	}
	for j := range r.Frequencies {
		divided := min(max((float64(j)-low)/(high-low), 0), 1)
		r.Frequencies[j] *= divided/scale + (1 - divided)
	}
	r.Scale = 0.1*math.Log(scale) + 1
	return r
}

// turning is the index, not rounded, of the frequency that turns so many times over length tokens.
func turning(times, theta float64, size, length int) float64 {
	return float64(size) * math.Log(float64(length)/(times*2*math.Pi)) / (2 * math.Log(theta))
}

// WithYaRN is the model with its positions stretched for texts of scale times the training length; scale is 1 or more, and
// 1 is the model as it was trained. Nothing is retrained, and m is unchanged. It errs for a rival without full attention,
// whose positions never exceed the window, and for one whose training length is not known.
func (m *Model) WithYaRN(scale float64) (*Model, error) {
	of := m.cfg.Of
	switch {
	case m.cfg.Kind != FullAttention:
		return nil, fmt.Errorf("yarn: the rival %s sees no position beyond its window; want %s", m.cfg.Kind, FullAttention)
	case of.TrainingLength == 0:
		return nil, fmt.Errorf("yarn: training_length is 0: what to stretch is not known; set it to the longest text trained on")
	case !(scale >= 1) || math.IsInf(scale, 1):
		return nil, fmt.Errorf("yarn: a scale of %v: want length / training length, 1 or more", scale)
	}
	network := m.network
	network.Rotary = YaRN(of.RopeTheta, of.HeadDim(), of.TrainingLength, scale)
	return newModel(m.cfg, network, m.backend, m.weights), nil
}
