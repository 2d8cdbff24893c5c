package pyrand

// The Mersenne Twister MT19937 of Matsumoto and Nishimura (1998), with the seeding of their 2002 version.
const (
	mtSize   = 624
	mtShift  = 397
	mtMatrix = 0x9908b0df
	mtUpper  = 0x80000000
)

type mt19937 struct {
	state [mtSize]uint32
	next  int
}

// seedInt is init_genrand.
func (m *mt19937) seedInt(seed uint32) {
	m.state[0] = seed
	for i := 1; i < mtSize; i++ {
		before := m.state[i-1]
		m.state[i] = 1812433253*(before^before>>30) + uint32(i)
	}
	m.next = mtSize
}

// seedArray is init_by_array. The key must not be empty.
func (m *mt19937) seedArray(key []uint32) {
	m.seedInt(19650218)
	i := 1
	for k := range max(mtSize, len(key)) {
		j := k % len(key)
		m.state[i] = (m.state[i] ^ m.mixed(i)*1664525) + key[j] + uint32(j)
		i = m.advance(i)
	}
	for range mtSize - 1 {
		m.state[i] = (m.state[i] ^ m.mixed(i)*1566083941) - uint32(i)
		i = m.advance(i)
	}
	m.state[0] = mtUpper
}

func (m *mt19937) mixed(i int) uint32 { return m.state[i-1] ^ m.state[i-1]>>30 }

// advance goes to the next word of the seeding, which wraps around to word 1.
func (m *mt19937) advance(i int) int {
	if i++; i == mtSize {
		m.state[0] = m.state[mtSize-1]
		return 1
	}
	return i
}

func (m *mt19937) uint32() uint32 {
	if m.next == mtSize {
		m.twist()
	}
	y := m.state[m.next]
	m.next++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (m *mt19937) twist() {
	for i := range m.state {
		y := m.state[i]&mtUpper | m.state[(i+1)%mtSize]&^mtUpper
		m.state[i] = m.state[(i+mtShift)%mtSize] ^ y>>1 ^ -(y&1)&mtMatrix
	}
	m.next = 0
}
