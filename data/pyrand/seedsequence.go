package pyrand

// seedSequence is numpy.random.SeedSequence(seed).generate_state(4, uint64), after O'Neill's seed_seq_fe with a pool of
// four words.
func seedSequence(seed uint64) [4]uint64 {
	h := hashMix{0x43b0d7e5, 0x931e8875}
	pool := [4]uint32{h.mix(uint32(seed)), h.mix(uint32(seed >> 32)), h.mix(0), h.mix(0)}
	for src := range pool {
		for dst := range pool {
			if src != dst {
				pool[dst] = combine(pool[dst], h.mix(pool[src]))
			}
		}
	}
	out := hashMix{0x8b51f9dd, 0x58f38ded}
	var words [4]uint64
	for i := range words {
		low := out.mix(pool[2*i%4])
		words[i] = uint64(out.mix(pool[(2*i+1)%4]))<<32 | uint64(low)
	}
	return words
}

// hashMix scrambles words with a constant that changes from word to word.
type hashMix struct{ constant, factor uint32 }

func (h *hashMix) mix(v uint32) uint32 {
	v ^= h.constant
	h.constant *= h.factor
	v *= h.constant
	return v ^ v>>16
}

func combine(x, y uint32) uint32 {
	r := 0xca01f9dd*x - 0x4973f715*y
	return r ^ r>>16
}
