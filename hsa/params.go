package hsa

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
)

// Param names one parameter, its shape (linear weights are [out in]) and how it starts.
type Param struct {
	Name  string
	Shape []int
	Init  float64 // standard deviation of the normal initial values; 0 means Fill everywhere
	Fill  float32
	draw  func(*rand.Rand) float64 // initial values of another distribution; nil for those of Init and Fill
	start int                      // first element in the flat parameter vector
}

// Size is the number of elements.
func (p Param) Size() int {
	n := 1
	for _, d := range p.Shape {
		n *= d
	}
	return n
}

// Params lists the parameters of a config in the order of the flat vector. Names follow the legend of the
// reference vectors: embed, lower.i, chunker, groups.g, final_norm, lm_head.
func (c Config) Params() []Param {
	b := &paramList{cfg: c}
	b.model()
	return b.list
}

// NumParams is the number of learned values.
func (c Config) NumParams() int { return numParams(c.Params()) }

// numParams is the length of the flat vector of a list.
func numParams(list []Param) int {
	last := list[len(list)-1]
	return last.start + last.Size()
}

type paramList struct {
	cfg        Config
	memoryless bool // without those of chunks and retrieval
	list       []Param
}

func (b *paramList) add(p Param) {
	if n := len(b.list); n > 0 {
		p.start = b.list[n-1].start + b.list[n-1].Size()
	}
	b.list = append(b.list, p)
}

func (b *paramList) linear(name string, out, in int) {
	b.add(Param{Name: name + ".weight", Shape: []int{out, in}, Init: 1 / math.Sqrt(float64(in))})
}

func (b *paramList) bias(name string, out int) { b.add(Param{Name: name + ".bias", Shape: []int{out}}) }

// norm adds the scale of an RMSNorm where norms have one.
func (b *paramList) norm(name string, size int) {
	if b.cfg.NormScale {
		b.add(Param{Name: name + ".weight", Shape: []int{size}, Fill: 1})
	}
}

func (b *paramList) model() {
	c := b.cfg
	b.add(Param{Name: "embed.weight", Shape: []int{c.Vocab, c.Dim}, Init: c.embeddingInit()})
	for i := 1; i <= c.TokenShift; i++ {
		b.add(Param{Name: fmt.Sprintf("token_shift.%d", i), Shape: []int{c.Dim}, Init: 0.5})
	}
	for i := range c.LowerLayers {
		b.backboneLayer(fmt.Sprintf("lower.%d", i))
	}
	if !b.memoryless {
		b.chunker()
	}
	for g := range c.Groups {
		b.group(fmt.Sprintf("groups.%d", g))
	}
	b.norm("final_norm", c.Dim)
	if !c.TiedHead {
		b.linear("lm_head", c.Vocab, c.Dim)
	}
}

// embeddingInit is 1, or, where the same matrix makes the logits, what gives those a variance of 1.
func (c Config) embeddingInit() float64 {
	if c.TiedHead {
		return 1 / math.Sqrt(float64(c.Dim))
	}
	return 1
}

func (b *paramList) windowLayer(name string, width int, bias bool) {
	b.norm(name+".attn_norm", b.cfg.Dim)
	b.windowAttention(name+".attn", bias)
	b.norm(name+".mlp_norm", b.cfg.Dim)
	b.mlp(name+".mlp", width)
}

func (b *paramList) windowAttention(name string, bias bool) {
	c := b.cfg
	kv := c.WindowKVHeads * c.HeadDim()
	for _, p := range []struct {
		name string
		out  int
	}{{".q_proj", c.Dim}, {".k_proj", kv}, {".v_proj", kv}} {
		b.linear(name+p.name, p.out, c.Dim)
		if bias {
			b.bias(name+p.name, p.out)
		}
	}
	b.linear(name+".o_proj", c.Dim, c.Dim)
	if c.WindowQKNorm {
		b.norm(name+".q_norm", c.HeadDim())
		b.norm(name+".k_norm", c.HeadDim())
	}
}

func (b *paramList) mlp(name string, width int) {
	b.linear(name+".gate", width, b.cfg.Dim)
	b.linear(name+".up", width, b.cfg.Dim)
	b.linear(name+".down", b.cfg.Dim, width)
}

func (b *paramList) chunker() {
	c := b.cfg
	if c.Encoder == EncoderNone {
		b.norm("chunker.plain_norm", c.Dim)
	} else {
		if c.Encoder == EncoderCLS {
			b.add(Param{Name: "chunker.cls", Shape: []int{1, c.CLSTokens, c.Dim}, Init: 0.5})
		}
		if c.EncoderInputNorm {
			b.norm("chunker.encoder_input_norm", c.Dim)
		}
		for i := range c.EncoderLayers {
			b.windowLayer(fmt.Sprintf("chunker.encoder.%d", i), c.EncoderMLPWidth, c.EncoderBias)
		}
		b.norm("chunker.encoder_final_norm", c.Dim)
	}
	kv := c.MemoryKVHeads * c.HeadDim()
	b.linear("chunker.k_proj", kv, c.Dim)
	b.linear("chunker.v_proj", kv, c.Dim)
	if c.HSAQKNorm {
		b.norm("chunker.k_norm", c.HeadDim())
	}
	b.linear("chunker.landmark_proj", c.RetrievalDim, c.Dim)
}

func (b *paramList) group(name string) {
	if !b.memoryless {
		b.retrieval(name + ".retrieval")
	}
	b.hsaLayer(name + ".hsa")
	for i := range b.cfg.UpperLayers / b.cfg.Groups {
		b.backboneLayer(fmt.Sprintf("%s.layers.%d", name, i))
	}
}

func (b *paramList) retrieval(name string) {
	c := b.cfg
	b.norm(name+".norm", c.Dim)
	b.linear(name+".q_proj", c.RetrievalDim, c.Dim)
	if c.LandmarkNorm {
		b.norm(name+".query_norm", c.RetrievalDim/c.RetrievalHeads())
		b.norm(name+".landmark_norm", c.RetrievalDim/c.RetrievalHeads())
	}
	if c.RankDecay {
		b.add(Param{Name: name + ".rank_decay", Shape: []int{1}})
	}
}

func (b *paramList) hsaLayer(name string) {
	c := b.cfg
	if c.HSAWindow > 0 {
		b.norm(name+".window_norm", c.Dim)
		b.windowAttention(name+".window", false)
	}
	if !b.memoryless {
		b.chunkAttention(name)
	}
	if c.HSAMLP {
		b.norm(name+".mlp_norm", c.Dim)
		b.mlp(name+".mlp", c.MLPWidth)
	}
}

// chunkAttention is what an HSA layer needs to attend to what was retrieved.
func (b *paramList) chunkAttention(name string) {
	c := b.cfg
	b.norm(name+".norm", c.Dim)
	b.linear(name+".q_proj", c.Dim, c.Dim)
	if c.HSAQKNorm {
		b.norm(name+".q_norm", c.HeadDim())
	}
	b.linear(name+".o_proj", c.Dim, c.Dim)
	if c.Residual == Gated {
		b.linear(name+".gate_proj", 1, c.Dim)
		b.bias(name+".gate_proj", 1)
	}
}

// InitialValues draws the flat parameter vector. Each parameter has a generator of its own, seeded by the seed
// and its name, so the values are the same on every machine and backend, and a switch that adds a parameter
// leaves the others as they were.
func (c Config) InitialValues(seed uint64) []float32 { return initialValues(c.Params(), seed) }

func initialValues(list []Param, seed uint64) []float32 {
	flat := make([]float32, numParams(list))
	for _, p := range list {
		values := flat[p.start : p.start+p.Size()]
		p.fill(values, rand.New(rand.NewPCG(seed, nameHash(p.Name))))
	}
	return flat
}

// fill draws the initial values.
func (p Param) fill(values []float32, rng *rand.Rand) {
	for i := range values {
		switch {
		case p.draw != nil:
			values[i] = float32(p.draw(rng))
		case p.Init != 0:
			values[i] = float32(rng.NormFloat64() * p.Init)
		default:
			values[i] = p.Fill
		}
	}
}

func nameHash(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

// params are the parameters of a graph by name; nil for a name that the config has no parameter for.
type params map[string]*Node

// unpack cuts the flat parameter vector into nodes, in the order of Config.Params.
func (c Config) unpack(flat *Node) (params, []*Node) { return unpack(c.Params(), flat) }

// unpack cuts the flat vector of a list into nodes, in its order.
func unpack(list []Param, flat *Node) (params, []*Node) {
	byName := make(params, len(list))
	ordered := make([]*Node, len(list))
	for i, p := range list {
		ordered[i] = Reshape(Slice(flat, AxisRange(p.start, p.start+p.Size())), p.Shape...)
		byName[p.Name] = ordered[i]
	}
	return byName, ordered
}
