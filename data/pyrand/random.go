package pyrand

import (
	"fmt"
	"math/bits"
)

// Random is Python's random.Random. It is not safe for concurrent use.
type Random struct{ mt mt19937 }

// NewRandom is random.Random(seed). As in Python, seeds of either sign give the same stream.
func NewRandom(seed int64) *Random {
	abs := uint64(seed)
	if seed < 0 {
		abs = -abs
	}
	key := []uint32{uint32(abs)}
	if high := uint32(abs >> 32); high != 0 {
		key = append(key, high)
	}
	r := new(Random)
	r.mt.seedArray(key)
	return r
}

// Random is random(): a number in [0, 1) with 53 random bits.
func (r *Random) Random() float64 {
	high, low := r.mt.uint32()>>5, r.mt.uint32()>>6
	return (float64(high)*(1<<26) + float64(low)) / (1 << 53)
}

// GetRandBits is getrandbits(k) for k from 0 to 64; it panics on another k. Wider draws are composed of these:
// getrandbits(128) is two of 64 bits, the low half first.
func (r *Random) GetRandBits(k int) uint64 {
	switch {
	case k < 0 || k > 64:
		panic(fmt.Sprintf("pyrand: GetRandBits(%d): want 0 to 64", k))
	case k == 0:
		return 0
	case k <= 32:
		return uint64(r.mt.uint32() >> (32 - k))
	}
	low := uint64(r.mt.uint32())
	return low | uint64(r.mt.uint32()>>(64-k))<<32
}

// RandBelow is an integer in [0, n), what Python draws for randrange(n) and choice: it redraws as many bits as n has
// until they are below n, so RandBelow(1) draws too. RandBelow(0) is 0 without a draw. It panics on a negative n.
func (r *Random) RandBelow(n int) int {
	if n < 0 {
		panic(fmt.Sprintf("pyrand: RandBelow(%d): want at least 0", n))
	}
	if n == 0 {
		return 0
	}
	k := bits.Len(uint(n))
	v := r.GetRandBits(k)
	for v >= uint64(n) {
		v = r.GetRandBits(k)
	}
	return int(v)
}

// RandInt is randint(lo, hi): an integer in [lo, hi], both ends included. It panics if hi is below lo.
func (r *Random) RandInt(lo, hi int) int {
	if hi < lo {
		panic(fmt.Sprintf("pyrand: RandInt(%d, %d): empty range", lo, hi))
	}
	return lo + r.RandBelow(hi-lo+1)
}

// Shuffle is shuffle of a list of n elements that swap exchanges.
func (r *Random) Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, r.RandBelow(i+1))
	}
}
