package experiments

import (
	"encoding/binary"
	"math"
)

// putFloat writes v little-endian.
func putFloat(dst []byte, v float32) { binary.LittleEndian.PutUint32(dst, math.Float32bits(v)) }
