package hsa

// Forecast is what training will take of memory and of arithmetic, by part.
type Forecast struct {
	Memory Amounts // bytes, of the peak
	FLOPs  Amounts // a token
}

// Parts of the memory of training.
const (
	MemoryWeights     = "weights"
	MemoryGradients   = "gradients"
	MemoryOptimizer   = "optimizer"   // both moments, before and after the step
	MemoryActivations = "activations" // what the forward pass leaves for the backward pass
	MemoryConstants   = "constants"   // masks and rotations, which the Go backend keeps in full
	MemoryBackward    = "backward"    // gradients of activations that exist at one time
)

const float32Bytes = 4

// backwardShare is how much the gradients of activations add to the activations at the peak of a step. Measured on the
// Go backend: nano on 8 texts of 1,024 tokens, dense form, took 963 MB beside the program, where the forward pass leaves
// 807 MB, and constants and parameters take 37 MB.
const backwardShare = 0.16

// ForecastTraining is what a training step on batch texts of length tokens takes, every position a question, in 32-bit
// floats. FLOPs are those of forward and backward pass: for each product two more, one for each of its sides.
//
// Weights exist as the flat vector and cut into parameters, and again after the step, while the old ones still do; so
// do the two moments of AdamW. Gradients exist cut and flat. XLA keeps fewer activations, since it fuses.
func (c Config) ForecastTraining(batch, length int, form Form) Forecast {
	values := float32Bytes * float64(c.NumParams())
	tokens := float64(batch) * float64(length)
	var f Forecast
	f.Memory.add(MemoryWeights, 3*values)
	f.Memory.add(MemoryGradients, 2*values)
	f.Memory.add(MemoryOptimizer, 4*values)
	activations := float32Bytes * tokens * c.activations(length, form)
	f.Memory.add(MemoryActivations, activations)
	f.Memory.add(MemoryConstants, float32Bytes*tokens*c.constants(length))
	f.Memory.add(MemoryBackward, backwardShare*activations)
	f.FLOPs = c.forwardFLOPs(length, form).times(3 / float64(length))
	return f
}

// constants are the numbers a token in the tables of a graph on the Go backend, which has full ones where others repeat
// small ones: of the layers, of the encoder, and which chunks each token sees.
func (c Config) constants(length int) float64 {
	n := float64(c.LowerLayers+c.UpperLayers)*c.windowConstants(length, c.Window) + c.encoderConstants()
	return n + float64(c.Groups)*(c.windowConstants(length, c.HSAWindow)+float64(c.RetrievalHeads()*c.Chunks(length)))
}

// windowConstants are the mask, and the cosines and sines for q and k.
func (c Config) windowConstants(length, window int) float64 {
	if window == 0 {
		return 0
	}
	w := newWindowBlocks(length, window, false)
	spread := float64(w.keys) / float64(w.block)
	n := float64(c.Heads*w.keys) + 2*float64(c.Dim) + 2*spread*float64(c.WindowKVHeads*c.HeadDim())
	return n * float64(w.padded) / float64(length)
}

// encoderConstants are the cosines and sines for q and k of each layer.
func (c Config) encoderConstants() float64 {
	rows := float64(c.Chunk+c.CLSTokens) / float64(c.Chunk)
	return rows * 2 * float64(c.EncoderLayers*(c.Dim+c.WindowKVHeads*c.HeadDim()))
}

// activations are the numbers a token that the forward pass leaves behind: what each product, norm and sum of a layer
// gives. Reshapes cost nothing; where there are several key/value heads, heads are moved by a copy.
func (c Config) activations(length int, form Form) float64 {
	n := float64(c.Dim) + c.normed(c.Dim)
	n += float64(c.LowerLayers+c.UpperLayers) * c.layerActivations(length)
	n += c.encoderActivations()
	n += float64(c.Groups) * c.groupActivations(length, form)
	return n + lossActivations*float64(c.Vocab)
}

const lossActivations = 6 // logits and what the loss makes of them

// normed is what an RMSNorm over width numbers leaves: their squares, what is normed and what is scaled.
func (c Config) normed(width int) float64 {
	if c.NormScale {
		return 3 * float64(width)
	}
	return 2 * float64(width)
}

func (c Config) layerActivations(length int) float64 {
	if c.Backbone == BackboneMamba2 {
		return c.mixerActivations(length)
	}
	return c.windowActivations(length, c.Window) + c.mlpActivations(c.MLPWidth)
}

// windowActivations: the norm, q, its rotation (4), context, o and sum; k and v, and doubled with the rotation of k;
// logits, masked logits and probabilities.
func (c Config) windowActivations(length, window int) float64 {
	d, kv := float64(c.Dim), float64(c.WindowKVHeads*c.HeadDim())
	w := newWindowBlocks(length, window, false)
	spread := float64(w.keys) / float64(w.block) // rows of k and v that attention sees a token
	n := c.normed(c.Dim) + 8*d + c.queryKeyNorm() + 2*kv + 6*spread*kv
	if c.WindowKVHeads > 1 {
		n += 2*d + 2*spread*kv
	}
	return (n + 3*float64(c.Heads*w.keys)) * float64(w.padded) / float64(length)
}

// queryKeyNorm is the norm of the heads of q, which is then scaled, and k in windows and encoder, if there is one.
func (c Config) queryKeyNorm() float64 {
	if !c.WindowQKNorm {
		return 0
	}
	return c.normed(c.Dim) + float64(c.Dim) + c.normed(c.WindowKVHeads*c.HeadDim())
}

// mlpActivations: the norm; gate, its sigmoid, both products and up; down and the sum.
func (c Config) mlpActivations(width int) float64 {
	return c.normed(c.Dim) + 2*float64(c.Dim) + 5*float64(width)
}

// encoderActivations is the chunk encoder, with its CLS rows, and the keys and values of the memory, a token.
func (c Config) encoderActivations() float64 {
	d, kv := float64(c.Dim), float64(c.WindowKVHeads*c.HeadDim())
	rows := float64(c.Chunk + c.CLSTokens)
	layer := c.normed(c.Dim) + 8*d + 6*kv + c.queryKeyNorm() + 2*float64(c.Heads)*rows + c.mlpActivations(c.EncoderMLPWidth)
	if c.WindowKVHeads > 1 {
		layer += 2*d + 2*kv
	}
	if c.EncoderBias {
		layer += d + 2*kv
	}
	all := float64(c.EncoderLayers)*layer + c.normed(c.Dim) + 2*d
	return rows/float64(c.Chunk)*all + 2*float64(c.MemoryKVHeads*c.HeadDim())
}

// groupActivations is retrieval over all chunks and the HSA layer: in chunk space the scores, the passes of the top-K and
// the weights; in the chunks logits, probabilities and weighted probabilities.
func (c Config) groupActivations(length int, form Form) float64 {
	d, chunks := float64(c.Dim), float64(c.Chunks(length))
	n := c.normed(c.Dim) + float64(c.RetrievalDim) + float64(c.RetrievalHeads())*chunks*(8+3.5*float64(c.TopK))
	if c.HSAWindow > 0 {
		n += c.windowActivations(length, c.HSAWindow)
	}
	n += c.normed(c.Dim) + 5*d
	if c.HSAQKNorm {
		n += c.normed(c.Dim) + d
	}
	pairs := c.chunkRows(length, form) / float64(length)
	logits := pairs * float64(c.Heads*c.Chunk)
	if form == Dense || c.TopK == 0 {
		n += 3 * logits
	} else {
		n += 3*pairs*d + 2*logits
	}
	if c.OffByOne {
		n += 2 * logits // one token more, and without it
	}
	if c.Weighting == WeightNSA {
		n += 2 * logits // for the mass of each chunk
	}
	if c.HSAMLP {
		n += c.mlpActivations(c.MLPWidth)
	}
	return n
}
