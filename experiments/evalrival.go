package experiments

import (
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// rivalMemory is the peak of resident memory in bytes that an evaluation of a rival is forecast to take on the Go backend:
// the program with its weights, and for each text what its layers carry, which a piece holds three times (as it was, as it
// is joined with the piece, as it goes on), and the widest layer over a piece.
func rivalMemory(c baseline.Config, length, tail, texts int) int64 {
	of := c.Network().Config
	carry := float64(rivalCarry(c, length))
	piece := float64(min(length, 1024))
	span := piece + float64(of.Window)
	if c.Kind == baseline.FullAttention {
		span, piece = float64(carryRoom(length)), min(piece, max(16, float64(mostPairs/carryRoom(length))))
	}
	widest := 2 * float64(of.Heads) * piece * span
	kept := float64(length) + float64(tail)*float64(2*of.Dim+of.Vocab)
	f := hsa.StreamForecast{Memory: hsa.Amounts{
		{Part: "program", Value: 4 * float64(c.NumParams())},
		{Part: "texts", Value: float64(texts) * (3*carry + 4*(widest+kept))},
	}}
	return evalProgram + int64(f.Peak(collectorPercent(int64(carry))))
}

// mostPairs bounds the (token, earlier token) pairs of a piece that a rival with full attention reads at once.
const mostPairs = 1 << 19

// carryRoom is for how many tokens a rival with full attention makes room: it doubles.
func carryRoom(length int) int {
	room := 64
	for room < length {
		room *= 2
	}
	return room
}

// rivalCarry is the bytes that the layers of a rival carry behind a text: keys and values of its window, or with full
// attention of every token.
func rivalCarry(c baseline.Config, length int) int64 {
	of := c.Network().Config
	layers := of.LowerLayers + of.UpperLayers
	if of.HSAWindow > 0 {
		layers += of.Groups
	}
	held := min(length, of.Window)
	if c.Kind == baseline.FullAttention {
		held = carryRoom(length)
	}
	return int64(layers) * int64(held) * int64(2*of.WindowKVHeads*of.HeadDim()) * 4
}

// work is how long a text takes to read, in no unit: in proportion to its length, but for full attention, whose share of
// pairs of tokens grows with it.
func (t *Trained) work(length int) float64 {
	tokens := float64(length)
	if t.Rival == nil || t.Rival.Config.Kind != baseline.FullAttention {
		return tokens
	}
	of := t.Rival.Config.Network().Config
	layers := of.LowerLayers + of.UpperLayers + of.Groups
	token := 2 * float64(t.Rival.Config.NumParams())
	pair := 4 * float64(layers*of.Dim)
	return tokens * (token + pair*tokens/2) / token
}
