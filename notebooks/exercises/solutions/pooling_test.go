package solutions

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/notebooks/exercises"
)

func TestPooling(t *testing.T) {
	e := exercises.MassAcross
	passes(t, e, MassAcross())
	fails(t, e, "which is not 0", 0)
	fails(t, e, "LOG mass", 2)
	fails(t, e, "base 10", math.Log10(2))
	fails(t, e, "there are two", 1)
	fails(t, e, "along the keys", math.Log(math.Exp(4)+math.Exp(-4)))
	fails(t, e, "how many keys", 17)

	twins := exercises.TwinChunks
	still := exercises.Chunk{{0, 0}, {0, 0}}
	passes(t, twins, TwinChunks())
	fails(t, twins, "has two keys", [2]exercises.Chunk{{{1, 1}}, still})
	fails(t, twins, "but so are the means", [2]exercises.Chunk{{{9, 0}, {0, 0}}, still})
	fails(t, twins, "The means differ", [2]exercises.Chunk{{{1, 0}, {0, 0}}, still})
	fails(t, twins, "wrong way round", [2]exercises.Chunk{still, {{9, 0}, {-9, 0}}})
	fails(t, twins, "so do the masses", [2]exercises.Chunk{{{0, 9}, {0, -9}}, still})
	fails(t, twins, "further apart", [2]exercises.Chunk{{{2, 0}, {-2, 0}}, still})
}

func TestPooledKey(t *testing.T) {
	e := exercises.PooledKey
	passes(t, e, PooledKey)
	fails(t, e, "as many numbers as a key", func([]float64, [][]float64) []float64 { return []float64{} })
	fails(t, e, "does not listen", func(_ []float64, keys [][]float64) []float64 { return PooledKey(make([]float64, 2), keys) })
	fails(t, e, "the one key", func(q []float64, keys [][]float64) []float64 {
		return slices.MaxFunc(keys, func(a, b []float64) int { return cmp.Compare(q[0]*a[0]+q[1]*a[1], q[0]*b[0]+q[1]*b[1]) })
	})
	fails(t, e, "divided by their sum", func(q []float64, keys [][]float64) []float64 { return pool(q, keys, math.Exp, false) })
	fails(t, e, "by q·k itself", func(q []float64, keys [][]float64) []float64 {
		return pool(q, keys, func(x float64) float64 { return x }, false)
	})
	fails(t, e, "+Inf", func(q []float64, keys [][]float64) []float64 { return pool(q, keys, math.Exp, true) })
	fails(t, e, "Three loops", func(q []float64, _ [][]float64) []float64 { return q })
}

// pool weighs keys by a function of their products, shared out or not.
func pool(q []float64, keys [][]float64, f func(float64) float64, shared bool) []float64 {
	out, sum := make([]float64, len(q)), 0.0
	for _, k := range keys {
		w := f(q[0]*k[0] + q[1]*k[1])
		sum += w
		out[0] += w * k[0]
		out[1] += w * k[1]
	}
	if shared {
		out[0], out[1] = out[0]/sum, out[1]/sum
	}
	return out
}
