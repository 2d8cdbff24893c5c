package hsa

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// counted is what a graph of the one-shot forward with logits at every position holds: FLOPs of its products and bytes
// of its values, and the FLOPs of the graph with its gradients.
type counted struct{ flops, bytes, constants, training float64 }

func countGraph(t *testing.T, c Config, batch, length int, form Form) counted {
	t.Helper()
	g := NewGraph(testBackend(t), t.Name())
	defer g.Finalize()
	values := Parameter(g, "values", shapes.Make(dtypes.Float32, c.NumParams()))
	ids := Parameter(g, "ids", shapes.Make(dtypes.Int32, batch, length))
	byName, ordered := c.unpack(values)
	start := len(g.Nodes())
	b := &builder{cfg: c, p: byName}
	logits := b.logits(b.forward(ids, tailOptions{topK: c.TopK, form: form}).hidden)
	end := len(g.Nodes())
	n := counted{flops: productFLOPs(g.Nodes()), bytes: valueBytes(g.Nodes()[start:end]), constants: constantBytes(g.Nodes()[start:end])}
	Gradient(ReduceAllSum(logits), ordered...)
	n.training = productFLOPs(g.Nodes())
	return n
}

func productFLOPs(nodes []*Node) float64 {
	sum := 0.0
	for _, n := range nodes {
		if n.Type() != NodeTypeDotGeneral {
			continue
		}
		x, y, out := n.Inputs()[0].Shape().Size(), n.Inputs()[1].Shape().Size(), n.Shape()
		batch := 1
		if out.Rank() == 3 {
			batch = out.Dimensions[0]
		}
		// [N a b]·[N b c] has N·a·b, N·b·c and N·a·c values: their product is (N·a·b·c)²·N.
		sum += 2 * math.Sqrt(float64(x)*float64(y)*float64(out.Size())/float64(batch))
	}
	return sum
}

func valueBytes(nodes []*Node) float64 {
	sum := 0.0
	for _, n := range nodes {
		switch n.Type() {
		case NodeTypeReshape, NodeTypeBroadcastInDim, NodeTypeConstant, NodeTypeIota:
		default:
			sum += float64(n.Shape().ByteSize())
		}
	}
	return sum
}

func constantBytes(nodes []*Node) float64 {
	sum := 0.0
	for _, n := range nodes {
		if n.Type() == NodeTypeConstant {
			sum += float64(n.Shape().ByteSize())
		}
	}
	return sum
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	t.Logf("%s: forecast over counted %.4f", what, got/want)
	if ratio := got / want; !(math.Abs(ratio-1) <= tolerance) {
		t.Errorf("%s: forecast %.0f, counted %.0f: ratio %.3f, want within %.1f %%", what, got, want, ratio, 100*tolerance)
	}
}

// TestForecastCounts holds the formulas against graphs that are built, not run.
func TestForecastCounts(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("the products of a graph are counted on the Go backend")
	}
	for _, name := range []string{"nano", "tiny", "small"} {
		for _, form := range []Form{Dense, Dispatch} {
			t.Run(name+"/"+string(form), func(t *testing.T) {
				c, err := Preset(name, 0)
				if err != nil {
					t.Fatal(err)
				}
				c.Chunk, c.Window, c.Vocab = 8, 16, 64 // graphs on the Go backend hold full tables of constants
				const length = 8*16 + 3*8 + 5
				one, two, f := countGraph(t, c, 1, length, form), countGraph(t, c, 2, length, form), c.ForecastTraining(1, length, form)
				products := 0.001
				if form == Dispatch {
					products = 0.03 // the bookkeeping of the dispatch is left out
				}
				near(t, "forward FLOPs", c.forwardFLOPs(length, form).Total(), one.flops, products)
				near(t, "training FLOPs", f.FLOPs.Total()*length, one.training, products)
				// What a second text adds: the weights, cut and transposed, are there once.
				near(t, "activation bytes", f.Memory.Of(MemoryActivations), two.bytes-one.bytes, 0.1)
				near(t, "constant bytes", f.Memory.Of(MemoryConstants), two.constants-one.constants, 0.05)
			})
		}
	}
}

// TestForecastVariants holds the FLOPs of every switch against graphs.
func TestForecastVariants(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("the products of a graph are counted on the Go backend")
	}
	for name, c := range Variants() {
		for _, length := range []int{3, 41, 70} {
			one, two := countGraph(t, c, 1, length, Dense), countGraph(t, c, 2, length, Dense)
			near(t, name+" forward FLOPs", c.forwardFLOPs(length, Dense).Total(), one.flops, 0.001)
			if c.Chunks(length) == 0 {
				continue
			}
			near(t, name+" activations", float32Bytes*float64(length)*c.activations(length, Dense), two.bytes-one.bytes, 0.25)
		}
	}
}

// TestForecastStream holds a forecast against numbers worked out by hand, and its growth with the text.
func TestForecastStream(t *testing.T) {
	c := Nano(64)
	f := c.ForecastStream(StreamPlan{Length: 1 << 20})
	for part, want := range map[string]float64{
		MemoryWeights:   4 * 176192,
		MemoryChunkKV:   4 * (1 << 20) * 2 * 16, // one head of 16 for keys and for values
		MemoryLandmarks: 4 * (1 << 17) * 32,
		MemoryCarried:   4 * 2 * 16 * 2 * 16, // two layers, 16 tokens, keys and values of one head of 16
		MemoryMiddle:    4 * (512 + 16 + 8) * 64,
		MemoryTail:      4 * (512 + 16) * 4 * 8 * 2 * 16,
	} {
		if got := f.Memory.Of(part); got != want {
			t.Errorf("%s: %.0f bytes, want %.0f", part, got, want)
		}
	}
	for part, want := range map[string]float64{
		FLOPsScoring:     2 * 32 * (1 << 17),
		FLOPsChunks:      2 * 2 * 4 * 8 * 64,
		FLOPsHead:        2 * 64 * 64,
		FLOPsProjections: 2*64*32 + 2*2*64*64 + 3*2*64*160 + 2*64*(64+2*16) + 2*64*64 + 3*2*64*160,
		FLOPsWindows:     2*2*64*32 + 2*(64+2*16)*16,
	} {
		if got := f.Answer.Of(part); got != want {
			t.Errorf("answering, %s: %.0f FLOPs, want %.0f", part, got, want)
		}
	}
	if got, want := f.Peak(50), 20*(1<<20)+1.5*f.Memory.Total(); got != want {
		t.Errorf("peak %.0f bytes, want %.0f", got, want)
	}
	half := c.ForecastStream(StreamPlan{Length: 1 << 20, Storage: dtypes.BFloat16})
	if got, want := half.Memory.Of(MemoryChunkKV), f.Memory.Of(MemoryChunkKV)/2; got != want {
		t.Errorf("keys and values in bfloat16: %.0f bytes, want %.0f", got, want)
	}
	long := c.ForecastStream(StreamPlan{Length: 1 << 25})
	if long.Read.Total() != f.Read.Total() || long.Answer.Of(FLOPsScoring) != 32*f.Answer.Of(FLOPsScoring) {
		t.Error("reading a token must not depend on the length, and scoring must be proportional to it")
	}
	if long.Answer.Of(FLOPsChunks) != f.Answer.Of(FLOPsChunks) || long.Memory.Of(MemorySegment) != f.Memory.Of(MemorySegment) {
		t.Error("only scoring and the chunk memory may grow with the text")
	}
}

// TestReadFLOPs: the forecast of reading against the graph of the lower half and the encoder.
func TestReadFLOPs(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("the products of a graph are counted on the Go backend")
	}
	for _, p := range Presets()[:2] {
		c := p.Config(64)
		c.Chunk, c.Window = 8, 16
		const length = 64 * 8
		g := NewGraph(testBackend(t), t.Name())
		byName, _ := c.unpack(Parameter(g, "values", shapes.Make(dtypes.Float32, c.NumParams())))
		b := &builder{cfg: c, p: byName}
		states := b.lower(Parameter(g, "ids", shapes.Make(dtypes.Int32, 1, length)))
		b.chunker(Reshape(states, 1, length/c.Chunk, c.Chunk, c.Dim))
		near(t, p.Name, c.readFLOPs(length).Total()*length, productFLOPs(g.Nodes()), 0.001)
		g.Finalize()
	}
}
