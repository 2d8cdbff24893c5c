package hsa

// Encoder says what makes a chunk's landmark, keys and values from the middle of the stream (section 3.3).
type Encoder string

const (
	// EncoderNone: no encoder; the landmark is a projection of the mean of the normed token states.
	EncoderNone Encoder = "none"
	// EncoderMean: a bidirectional encoder a chunk; the landmark is made from the mean of its outputs.
	EncoderMean Encoder = "mean"
	// EncoderCLS: a bidirectional encoder a chunk with a learned CLS vector; the landmark is made from CLS.
	EncoderCLS Encoder = "cls"
)

// Weighting says how the scores of the picked chunks become chunk weights (Eq. 1).
type Weighting string

const (
	// WeightStickBreaking visits the picked chunks newest first; each takes sigmoid(score) of what is left (Eq. 1c).
	WeightStickBreaking Weighting = "stick-breaking"
	// WeightSoftmax is softmax over the picked chunks (Eq. 1b).
	WeightSoftmax Weighting = "softmax"
	// WeightOffByOne is softmax over the picked chunks with 1 added to the denominator: weights may sum to less
	// than 1, as those of stick-breaking do.
	WeightOffByOne Weighting = "off-by-one"
	// WeightNSA gives no chunk weight: the tokens of all picked chunks share one softmax (Eq. 1a). The choice then
	// has no gradient, and the scores none.
	WeightNSA Weighting = "nsa"
)

// Residual says how what was retrieved enters the stream (Eq. 6), x being the layer's input, H the retrieved
// content and M the layer's MLP with its norm.
type Residual string

const (
	// Bypass: x + M(x + H). The retrieved content reaches the stream only through the MLP (Eq. 6b).
	Bypass Residual = "bypass"
	// Standard: x + H + M(x + H) (Eq. 6a).
	Standard Residual = "standard"
	// Gated: x + g·H + M(x + H), g = sigmoid of a learned projection of norm(x), one number a token. Bypass is g = 0
	// and standard g = 1. It is not in the paper; a reviewer asked for it.
	Gated Residual = "gated"
)

// Backbone says what the layers beside the HSA layers are.
type Backbone string

const (
	// BackboneWindow: sliding-window attention and a SwiGLU MLP a layer (SWA+HSA, the paper's main model).
	BackboneWindow Backbone = "window"
	// BackboneMamba2: a Mamba-2 mixer a layer, no MLP (RAMba, appendix C).
	BackboneMamba2 Backbone = "mamba2"
)

// Positions says how the HSA layer knows where a picked chunk lies.
type Positions string

const (
	// NoPositions: none (NoPE), as in the paper: a chunk is read the same however far away it is.
	NoPositions Positions = "none"
	// RotaryPositions: rotary positions with base rope_theta on the HSA query and the memory keys, as NSA and
	// Landmark attention have.
	RotaryPositions Positions = "rope"
)
