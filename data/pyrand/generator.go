package pyrand

import (
	"fmt"
	"math"
	"math/bits"
)

// Generator is numpy.random.default_rng: PCG64 (O'Neill 2014, XSL-RR 128/64). It is not safe for concurrent use.
type Generator struct {
	state, inc uint128
	half       uint32 // the high half of the last 64 bits, kept for the next draw
	hasHalf    bool
}

// NewGenerator is default_rng(seed).
func NewGenerator(seed uint64) *Generator {
	w := seedSequence(seed)
	g := &Generator{inc: uint128{w[2]<<1 | w[3]>>63, w[3]<<1 | 1}}
	g.step()
	g.state = g.state.add(uint128{w[0], w[1]})
	g.step()
	return g
}

// Integers is integers(n): an integer in [0, n), by Lemire's multiplication. It draws nothing for n = 1 and panics on n
// outside 1 to 2^32. NumPy's choice(n) and, once an element, choice(list, size) with replacement are the same draws.
func (g *Generator) Integers(n int) int {
	if n < 1 || n > 1<<32 {
		panic(fmt.Sprintf("pyrand: Integers(%d): want 1 to 2^32", n))
	}
	if n == 1 {
		return 0
	}
	size := uint64(n)
	m := uint64(g.uint32()) * size
	if m&math.MaxUint32 < size {
		for threshold := (1<<32 - size) % size; m&math.MaxUint32 < threshold; {
			m = uint64(g.uint32()) * size
		}
	}
	return int(m >> 32)
}

func (g *Generator) uint32() uint32 {
	if g.hasHalf {
		g.hasHalf = false
		return g.half
	}
	v := g.uint64()
	g.half, g.hasHalf = uint32(v>>32), true
	return uint32(v)
}

func (g *Generator) uint64() uint64 {
	g.step()
	return bits.RotateLeft64(g.state.hi^g.state.lo, -int(g.state.hi>>58))
}

func (g *Generator) step() {
	multiplier := uint128{0x2360ed051fc65da4, 0x4385df649fccf645}
	g.state = g.state.mul(multiplier).add(g.inc)
}

// uint128 is arithmetic modulo 2^128.
type uint128 struct{ hi, lo uint64 }

func (a uint128) add(b uint128) uint128 {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, carry)
	return uint128{hi, lo}
}

func (a uint128) mul(b uint128) uint128 {
	hi, lo := bits.Mul64(a.lo, b.lo)
	return uint128{hi + a.hi*b.lo + a.lo*b.hi, lo}
}
