package hsa

import "github.com/gomlx/compute/dtypes"

// StreamForecast is what reading a long text and answering at its end will take.
type StreamForecast struct {
	Memory Amounts // bytes, of the peak
	Read   Amounts // FLOPs to read one token, whatever the length: lower half and encoder
	Answer Amounts // FLOPs for one token of the tail at that length: upper half, with the scores of every chunk
}

// programBytes is what a small program takes beside its model.
const programBytes = 20 << 20

// Peak is the resident memory of the process in bytes, where the collector lets the heap grow by gcPercent (GOGC, 100
// unless it is set). Measured on the Go backend with tails of one token: nano took 112 MB at 64K tokens (forecast 110)
// and 349 at 1M (380), tiny 1,395 at 32K (1,558); with GOGC 10 nano took 105 at 256K (99), tiny 911 at 16K (861).
func (f StreamForecast) Peak(gcPercent int) float64 {
	return programBytes + f.Memory.Total()*(1+float64(gcPercent)/100)
}

// StreamPlan says what is forecast. Zero values take the defaults of a stream.
type StreamPlan struct {
	Length  int          // tokens of the text
	Segment int          // tokens a graph call
	Tail    int          // tokens whose logits are wanted at once
	Storage dtypes.DType // of chunk keys and values: Float32 if not set, or a type of half the size
}

// Parts of the memory of a stream, beside [MemoryWeights] and [MemoryConstants].
const (
	MemoryChunkKV   = "chunk keys, values" // grows with the text
	MemoryLandmarks = "landmarks"          // grows with the text
	MemoryCarried   = "carried state"      // window tails or state-space states of the layers
	MemoryMiddle    = "middle"             // of the stream: kept for the exact tail, and of the unfinished chunk
	MemorySegment   = "segment"            // the widest layer over the segment that is being read, and the encoder beside it
	MemoryTail      = "tail"               // picked keys and values beside the tokens of the tail
)

// Defaults of a stream.
const (
	defaultSegment = 4096
	defaultTail    = 512
)

// ForecastStream is what a stream takes that reads a text and answers at its end, on the Go backend. The program
// itself and what the collector lets the heap grow by are not in it.
func (c Config) ForecastStream(p StreamPlan) StreamForecast {
	if p.Segment == 0 {
		p.Segment = defaultSegment
	}
	if p.Tail == 0 {
		p.Tail = defaultTail
	}
	return StreamForecast{Memory: c.streamMemory(p), Read: c.readFLOPs(p.Segment), Answer: c.answerFLOPs(p.Length)}
}

func (c Config) streamMemory(p StreamPlan) Amounts {
	rows := p.Length - c.tailStart(p.Length, p.Tail)
	segment := min(p.Segment, p.Length)
	kv, landmarks := c.chunkBytes(p.Length, p.Storage)
	var m Amounts
	m.add(MemoryWeights, float32Bytes*float64(c.NumParams()))
	m.add(MemoryChunkKV, float64(kv))
	m.add(MemoryLandmarks, float64(landmarks))
	m.add(MemoryCarried, float32Bytes*float64(c.carriedValues()))
	m.add(MemoryMiddle, float32Bytes*float64((rows+c.Chunk)*c.Dim))
	m.add(MemorySegment, float32Bytes*float64(segment)*(c.widestLayer(segment)+c.widestEncoder()))
	m.add(MemoryConstants, float32Bytes*float64(segment)*(float64(c.LowerLayers)*c.windowConstants(segment, c.Window)+c.encoderConstants()))
	m.add(MemoryTail, 2*float32Bytes*float64(rows)*float64(c.testPicks(p.Length)*c.Chunk)*float64(c.MemoryKVHeads*c.HeadDim()))
	return m
}

// ChunkMemory is the bytes of the chunk memory of a text of length tokens, in 32-bit floats: what grows with the text.
func (c Config) ChunkMemory(length int) int64 {
	kv, landmarks := c.chunkBytes(length, dtypes.Float32)
	return kv + landmarks
}

// chunkBytes is the bytes of keys and values, in storage (Float32 if not set), and of landmarks, in 32-bit floats.
func (c Config) chunkBytes(length int, storage dtypes.DType) (kv, landmarks int64) {
	size := int64(float32Bytes)
	if storage != dtypes.InvalidDType {
		size = int64(storage.Size())
	}
	chunks := int64(c.Chunks(length))
	kv = chunks * size * int64(2*c.Chunk*c.MemoryKVHeads*c.HeadDim())
	return kv, chunks * float32Bytes * int64(c.LandmarkSize())
}

// testPicks is the chunks that a token behind length tokens picks after training.
func (c Config) testPicks(length int) int {
	if k := c.TestTopK(); k != AllChunks {
		return min(k, c.Chunks(length))
	}
	return c.Chunks(length)
}

// carriedValues counts what the layers of both halves carry from segment to segment.
func (c Config) carriedValues() int {
	lists := [][]carried{c.lowerCarry()}
	for g := range c.Groups {
		lists = append(lists, c.groupCarry(g))
	}
	n := 0
	for _, list := range lists {
		for _, x := range list {
			size := 1
			for _, d := range x.dims {
				size *= d
			}
			n += size
		}
	}
	return n
}

// widestLayer is the numbers a token that live at one time in a layer of the lower half: at the softmax the logits
// before and behind it with q, k, v and the stream; in the MLP gate, sigmoid, product and up with the stream.
func (c Config) widestLayer(length int) float64 {
	d := float64(c.Dim)
	if c.Backbone == BackboneMamba2 {
		inner, heads, _ := c.mambaWidths()
		return 3*d + 6*float64(inner) + 3*float64(heads*ssdBlock)
	}
	w := newWindowBlocks(length, c.Window, true)
	spread := float64(w.keys) / float64(w.block)
	attention := 3*d + 2*spread*float64(c.WindowKVHeads*c.HeadDim()) + 2*float64(c.Heads*w.keys)
	return max(attention, 3*d+4*float64(c.MLPWidth))
}

// widestEncoder is the same of the encoder, a token.
func (c Config) widestEncoder() float64 {
	d, rows := float64(c.Dim), float64(c.Chunk+c.CLSTokens)
	attention := 3*d + 2*float64(c.WindowKVHeads*c.HeadDim()) + 2*float64(c.Heads)*rows
	return rows / float64(c.Chunk) * max(attention, 3*d+4*float64(c.EncoderMLPWidth))
}

// readFLOPs are those of lower half and encoder, a token of a long segment.
func (c Config) readFLOPs(segment int) Amounts {
	length := max(segment/c.Chunk, 1) * c.Chunk // whole chunks
	n := flopCount{c: c}
	for range c.LowerLayers {
		n.layer(length)
	}
	n.chunker(c.Chunks(length))
	return n.Amounts.times(1 / float64(length))
}

// answerFLOPs are those of the upper half for one token behind length tokens, with its logits: windows as they are in a
// long text, the scores of all chunks, attention inside the picked ones.
func (c Config) answerFLOPs(length int) Amounts {
	const block = 4 // windows long enough for the block before to count
	n := flopCount{c: c}
	rows := block * max(c.Window, c.HSAWindow, 1)
	for range c.Groups {
		n.add(FLOPsProjections, product(rows, c.Dim, c.RetrievalDim))
		n.add(FLOPsScoring, product(rows, c.LandmarkSize(), c.Chunks(length)))
		n.hsaLayer(rows, float64(rows)*float64(c.testPicks(length)))
		for range c.UpperLayers / c.Groups {
			n.layer(rows)
		}
	}
	n.add(FLOPsHead, product(rows, c.Dim, c.Vocab))
	return n.Amounts.times(1 / float64(rows))
}
