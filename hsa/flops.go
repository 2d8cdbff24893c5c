package hsa

// FLOPs here are those of matrix products, a multiply-add counted as two: norms, gates, softmax, top-K and copies are
// left out. They are the products that the graphs compute, masked keys and chunks included, not the fewest possible.

// Parts of the FLOPs.
const (
	FLOPsProjections = "projections"         // q, k, v, o, MLPs, retrieval queries, state-space projections
	FLOPsWindows     = "windows"             // attention inside windows, with its rotations
	FLOPsStateSpace  = "state space"         // the blocks of the Mamba-2 layers; their convolution is no matrix product
	FLOPsEncoder     = "encoder"             // the chunk encoder, landmarks, chunk keys and values
	FLOPsScoring     = "scoring"             // query·landmark over all chunks: the one part that grows with the text
	FLOPsWeights     = "chunk weights"       // sums over newer picks, over all chunks
	FLOPsChunks      = "attention in chunks" // over the tokens of the picked chunks
	FLOPsHead        = "head"                // logits
)

// flopCount counts the products of one text.
type flopCount struct {
	c Config
	Amounts
}

// product is rows [rows in] times a matrix [in out].
func product(rows, in, out int) float64 { return 2 * float64(rows) * float64(in) * float64(out) }

// forward counts the one-shot forward of one text with every position answered, in a form.
func (c Config) forwardFLOPs(length int, form Form) Amounts {
	n := flopCount{c: c}
	for range c.LowerLayers {
		n.layer(length)
	}
	n.chunker(c.Chunks(length))
	for range c.Groups {
		n.retrieval(length, c.Chunks(length))
		n.hsaLayer(length, c.chunkRows(length, form))
		for range c.UpperLayers / c.Groups {
			n.layer(length)
		}
	}
	n.add(FLOPsHead, product(length, c.Dim, c.Vocab))
	return n.Amounts
}

// layer is one layer of the backbone.
func (n *flopCount) layer(length int) {
	c := n.c
	if c.Backbone == BackboneMamba2 {
		n.mixer(length)
		return
	}
	n.window(length, c.Window)
	n.mlp(length, c.MLPWidth)
}

func (n *flopCount) mlp(length, width int) {
	n.add(FLOPsProjections, 3*product(length, n.c.Dim, width))
}

// window is attention inside windows: blocks of queries over their own keys and those of the window before.
func (n *flopCount) window(length, window int) {
	c := n.c
	w := newWindowBlocks(length, window, false)
	kv := c.WindowKVHeads * c.HeadDim()
	n.add(FLOPsProjections, product(w.padded, c.Dim, c.Dim+2*kv)+product(length, c.Dim, c.Dim))
	n.add(FLOPsWindows, 2*product(w.padded, c.Dim, w.keys))
	n.add(FLOPsWindows, product(w.padded, c.Dim, c.HeadDim())+product(w.blocks*w.keys, kv, c.HeadDim())) // rotations
}

// chunker is the encoder over every chunk with its CLS rows, and what is projected from it.
func (n *flopCount) chunker(chunks int) {
	c := n.c
	rows, kv := chunks*(c.Chunk+c.CLSTokens), c.WindowKVHeads*c.HeadDim()
	layer := product(rows, c.Dim, 2*c.Dim+2*kv) + 3*product(rows, c.Dim, c.EncoderMLPWidth) +
		2*product(rows, c.Dim, c.Chunk+c.CLSTokens) + product(rows, c.Dim+kv, c.HeadDim())
	n.add(FLOPsEncoder, float64(c.EncoderLayers)*layer)
	n.add(FLOPsEncoder, 2*product(chunks*c.Chunk, c.Dim, c.MemoryKVHeads*c.HeadDim()))
	n.add(FLOPsEncoder, product(chunks*max(c.CLSTokens, 1), c.Dim, c.RetrievalDim))
	if c.EntropyBias {
		n.add(FLOPsEncoder, 2*product(chunks*c.Chunk, 1, c.RetrievalDim))
	}
	if c.FarPositions == RotaryPositions {
		n.add(FLOPsEncoder, product(chunks*c.Chunk, c.MemoryKVHeads*c.HeadDim(), c.HeadDim()))
	}
}

// retrieval is one group's queries, the scores of all chunks and what turns them into weights.
func (n *flopCount) retrieval(length, chunks int) {
	c := n.c
	if chunks == 0 {
		return // no query either
	}
	n.add(FLOPsProjections, product(length, c.Dim, c.RetrievalDim))
	n.add(FLOPsScoring, product(length, c.LandmarkSize(), chunks))
	if c.Weighting == WeightStickBreaking || c.RankDecay {
		n.add(FLOPsWeights, product(length*c.RetrievalHeads(), chunks, chunks))
	}
}

// hsaLayer is one HSA layer whose queries meet rows (token, chunk) pairs.
func (n *flopCount) hsaLayer(length int, rows float64) {
	c := n.c
	if c.HSAWindow > 0 {
		n.window(length, c.HSAWindow)
	}
	if c.HSAMLP {
		n.mlp(length, c.MLPWidth)
	}
	if rows == 0 {
		return // nothing is retrieved
	}
	n.add(FLOPsProjections, 2*product(length, c.Dim, c.Dim))
	if c.Residual == Gated {
		n.add(FLOPsProjections, product(length, c.Dim, 1))
	}
	n.add(FLOPsChunks, 2*rows*product(1, c.Chunk, c.Dim))
	if c.FarPositions == RotaryPositions {
		n.add(FLOPsChunks, product(length, c.Dim, c.HeadDim()))
	}
}

// chunkRows is how many (token, chunk) pairs a form attends to over a text: those picked, and in the dispatch form what
// its tiles are filled up with, or all of them.
func (c Config) chunkRows(length int, form Form) float64 {
	chunks := c.Chunks(length)
	picks := min(c.TopK, chunks)
	switch {
	case chunks == 0:
		return 0
	case c.TopK == 0 || form == Dense:
		return float64(length) * float64(chunks)
	case form == Dispatch:
		d := newDispatch([]int{1, chunks, c.Chunk, c.HeadDim()}, []int{1, length, picks})
		return float64(d.tiles) * float64(d.rows)
	}
	return float64(length) * float64(picks)
}
