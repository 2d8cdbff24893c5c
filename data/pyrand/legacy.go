package pyrand

import (
	"fmt"
	"math"
	"math/bits"
)

// Legacy is NumPy's legacy generator: numpy.random.RandomState, and the global one behind numpy.random.seed. It is not
// safe for concurrent use.
type Legacy struct{ mt mt19937 }

// NewLegacy is RandomState(seed) with an integer seed.
func NewLegacy(seed uint32) *Legacy {
	l := new(Legacy)
	l.mt.seedInt(seed)
	return l
}

// NewLegacyKey is RandomState(key) with a list of 32-bit words. It panics on an empty list.
func NewLegacyKey(key []uint32) *Legacy {
	if len(key) == 0 {
		panic("pyrand: NewLegacyKey: want at least one word")
	}
	l := new(Legacy)
	l.mt.seedArray(key)
	return l
}

// RandInt is randint(lo, hi): an integer in [lo, hi), without the upper end. A range of one number draws nothing. It
// panics on an empty range and on one above 2^32. Of a list, choice(list) is list[l.RandInt(0, len(list))].
func (l *Legacy) RandInt(lo, hi int) int {
	if hi <= lo || uint64(hi-lo-1) > math.MaxUint32 {
		panic(fmt.Sprintf("pyrand: RandInt(%d, %d): want a range of 1 to 2^32 numbers", lo, hi))
	}
	return lo + int(l.upTo(uint32(hi-lo-1)))
}

// Shuffle is shuffle of a list of n elements that swap exchanges.
func (l *Legacy) Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, int(l.upTo(uint32(i))))
	}
}

// upTo is an integer in [0, last], by masked rejection.
func (l *Legacy) upTo(last uint32) uint32 {
	if last == 0 {
		return 0
	}
	mask := uint32(math.MaxUint32) >> bits.LeadingZeros32(last)
	v := l.mt.uint32() & mask
	for v > last {
		v = l.mt.uint32() & mask
	}
	return v
}
