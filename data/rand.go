package data

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
)

// Rand is the generator of one sample (or of anything else with a name of its own): PCG seeded
// through SHA-256 of the name and the numbers, so that streams of different names or numbers are
// unrelated and the same everywhere.
func Rand(name string, numbers ...uint64) *rand.Rand {
	h := sha256.New()
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(name))))
	h.Write([]byte(name))
	for _, n := range numbers {
		h.Write(binary.LittleEndian.AppendUint64(nil, n))
	}
	sum := h.Sum(nil)
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(sum), binary.LittleEndian.Uint64(sum[8:])))
}

// Hash names a definition in result rows: the first 16 hexadecimal digits of the SHA-256 of its
// JSON form. It panics on a value that JSON cannot hold, which is a fault of the program.
func Hash(definition any) string {
	text, err := json.Marshal(definition)
	if err != nil {
		panic("data: Hash: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// HashTokens is the fingerprint of a token stream: the first 16 hexadecimal digits of the SHA-256
// of its little-endian bytes. Golden tests and result rows compare it.
func HashTokens(tokens []int32) string {
	h := sha256.New()
	buf := make([]byte, 0, 4096)
	for _, t := range tokens {
		buf = binary.LittleEndian.AppendUint32(buf, uint32(t))
		if len(buf) == cap(buf) {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil)[:8])
}
