package solutions

import (
	"testing"

	"github.com/hsalab/hsalab/notebooks/exercises/breaking"
)

func TestBreaking(t *testing.T) {
	most := breaking.TakesMost
	passes(t, most, TakesMost())
	fails(t, most, "not the first to be asked", 12)
	fails(t, most, "oldest of the picks", 2)
	fails(t, most, "0 to 15", 99)
	fails(t, most, "Look up", 5)

	reach := breaking.Reach
	passes(t, reach, Reach())
	fails(t, reach, "one window", 16)
	fails(t, reach, "Two windows", 32)
	fails(t, reach, "One window and the mix", 18)
	fails(t, reach, "Nearly", 36)
	fails(t, reach, "with retrieval", 125)
	fails(t, reach, "Follow the path", 7)
}

func TestFlood(t *testing.T) {
	e := breaking.Flood
	passes(t, e, Flood())
	passes(t, e, []int{0, 1, 9, 11})
	fails(t, e, "own landmark already", []int{1, 2, 3, 12})
	fails(t, e, "each chunk once", []int{1, 2, 3, 3})
	fails(t, e, "each chunk once", nil)
	fails(t, e, "fewer do it", []int{0, 1, 2, 3, 4})
	fails(t, e, "still a place", []int{0, 1, 2})
	fails(t, e, "one of yours is newer", []int{0, 1, 2, 13})
}
