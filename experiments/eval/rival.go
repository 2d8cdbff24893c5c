package eval

import (
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// rivalMemory is the peak of resident memory in bytes that an evaluation of a rival is forecast to take on the Go backend:
// the program with its weights, and for each text what its layers carry, which a piece holds three times (as it was, as it
// is joined with the piece, as it goes on), and the widest layer over a piece. Full attention has a graph for each size of
// room, and each keeps its masks. Measured for the rivals of nano: without memory 41 MB at 4K tokens and 55 at 256K
// (forecast 53 and 55), with full attention 198 at 4K, 248 at 8K and 270 at 16K (forecast 197, 225 and 265).
func rivalMemory(c baseline.Config, length, tail, texts int) int64 {
	of := c.Network().Config
	carry, shared := float64(rivalCarry(c, length)), 4*float64(c.NumParams())
	widest := float64(rivalPiece) * (2*float64(of.Heads)*2*float64(of.Window) + 4*float64(of.MLPWidth))
	if c.Kind == baseline.FullAttention {
		widest = 2 * float64(of.Heads) * float64(pairsIn(carryRoom(length)))
		shared += fullGraphs
		for room := firstRoom; room <= carryRoom(length); room *= 2 {
			shared += 4 * float64(rivalLayers(c)*pairsIn(room))
		}
	}
	kept := float64(length) + float64(tail)*float64(2*of.Dim+of.Vocab)
	f := hsa.StreamForecast{Memory: hsa.Amounts{
		{Part: "program", Value: shared},
		{Part: "texts", Value: float64(texts) * (3*carry + 4*(widest+kept))},
	}}
	return programBytes + int64(f.Peak(collectorPercent(int64(carry))))
}

const (
	rivalPiece = 1024     // most tokens that a rival reads at once
	mostPairs  = 1 << 19  // most (token, earlier token) pairs of a piece that one with full attention does
	firstRoom  = 64       // tokens that it makes room for at first; the room doubles
	fullGraphs = 24 << 20 // bytes of its graphs, fitted to the peaks above
)

// pairsIn is the pairs of a piece in a room.
func pairsIn(room int) int { return min(mostPairs, min(rivalPiece, room)*room) }

// rivalLayers is how many layers of a rival attend.
func rivalLayers(c baseline.Config) int {
	of := c.Network().Config
	layers := of.LowerLayers + of.UpperLayers
	if of.HSAWindow > 0 {
		layers += of.Groups
	}
	return layers
}

// carryRoom is for how many tokens a rival with full attention makes room: it doubles.
func carryRoom(length int) int {
	room := firstRoom
	for room < length {
		room *= 2
	}
	return room
}

// rivalCarry is the bytes that the layers of a rival carry behind a text: keys and values of its window, or with full
// attention of every token.
func rivalCarry(c baseline.Config, length int) int64 {
	of := c.Network().Config
	held := min(length, of.Window)
	if c.Kind == baseline.FullAttention {
		held = carryRoom(length)
	}
	return int64(rivalLayers(c)) * int64(held) * int64(2*of.WindowKVHeads*of.HeadDim()) * 4
}

// answerTokens is how many tokens are read in the time in which the questions of a text are answered, roughly.
const answerTokens = 600

// work is how long a text takes, in the time of one token: its length and its questions, and with full attention the pairs
// of tokens too.
func work(t *experiments.Trained, length int) float64 {
	tokens := float64(length + answerTokens)
	if t.Rival == nil || t.Rival.Config.Kind != baseline.FullAttention {
		return tokens
	}
	of := t.Rival.Config.Network().Config
	token := 2 * float64(t.Rival.Config.NumParams())
	pair := 4 * float64(rivalLayers(t.Rival.Config)*of.Dim)
	return tokens * (token + pair*tokens/2) / token
}
