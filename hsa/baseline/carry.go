package baseline

import (
	"math"

	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa"
)

// carry is what the layers remember between pieces. With full attention it has room for a number of tokens, which doubles.
type carry struct {
	network hsa.Memoryless
	room    int // tokens; 0 without full attention
	tensors []*tensors.Tensor
}

const (
	firstRoom = 64
	maxHave   = math.MaxInt32 / 2 // bounds what is said of how full windows are; no text is longer
)

func newCarry(network hsa.Memoryless) carry {
	c := carry{network: network}
	if network.WholeText {
		c.room = firstRoom
	}
	c.tensors = network.NewCarry(c.room)
	return c
}

// roomFor is the room that a text of length tokens takes.
func (c *carry) roomFor(length int) int {
	room := c.room
	for room > 0 && room < length {
		room *= 2
	}
	return room
}

// grow makes room for a text of length tokens.
func (c *carry) grow(length int) error {
	room := c.roomFor(length)
	if room == c.room {
		return nil
	}
	grown, err := c.network.GrowCarry(c.tensors, room)
	if err != nil {
		return err
	}
	c.room, c.tensors = room, grown
	return nil
}

// replace takes what a piece left.
func (c *carry) replace(next []*tensors.Tensor) {
	c.free()
	c.tensors = next
}

func (c *carry) bytes() int {
	n := 0
	for _, t := range c.tensors {
		n += int(t.ByteSize())
	}
	return n
}

func (c *carry) free() { free(c.tensors...) }
