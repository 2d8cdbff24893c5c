package hsa

import (
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

func mambaConfig() Config {
	c := smallConfig()
	toMamba(&c)
	c.NormScale = true
	return c
}

// plainMixer is lower.0.mixer token by token in float64.
type plainMixer struct {
	c                Config
	inner, heads, cv int
	weight           func(name string) []float64
}

func newPlainMixer(t *testing.T, c Config, values []float32) plainMixer {
	inner, heads, conv := c.mambaWidths()
	return plainMixer{c, inner, heads, conv, func(name string) []float64 {
		return widened(valuesOf(t, c, values, "lower.0.mixer."+name))
	}}
}

// times is the matrix W [out in] times x.
func times(w, x []float64) []float64 {
	out := make([]float64, len(w)/len(x))
	for i := range out {
		out[i] = dot(w[i*len(x):(i+1)*len(x)], x)
	}
	return out
}

// run computes the mixer's outputs [T dim] of x [T dim].
func (p plainMixer) run(x []float64) []float64 {
	c := p.c
	in, w, bias := p.weight("in_proj.weight"), p.weight("conv1d.weight"), p.weight("conv1d.bias")
	var rows, out []float64
	h := make([]float64, p.inner*c.MambaState)
	for t := range len(x) / c.Dim {
		projected := times(in, x[t*c.Dim:(t+1)*c.Dim])
		rows = append(rows, projected[p.inner:p.inner+p.cv]...)
		xbc := append([]float64(nil), bias...)
		for i := range c.MambaConvWidth {
			for ch := range xbc {
				if back := t - (c.MambaConvWidth - 1) + i; back >= 0 {
					xbc[ch] += w[ch*c.MambaConvWidth+i] * rows[back*p.cv+ch]
				}
			}
		}
		for ch, v := range xbc {
			xbc[ch] = v / (1 + math.Exp(-v))
		}
		out = append(out, p.token(h, projected, xbc)...)
	}
	return out
}

// token updates the state h [inner N] and returns the output of one token.
func (p plainMixer) token(h, projected, xbc []float64) []float64 {
	c, dtBias, aLog, skip := p.c, p.weight("dt_bias"), p.weight("A_log"), p.weight("D")
	y, square := make([]float64, p.inner), 0.0
	for i := range y {
		head := i / c.MambaHeadDim
		dt := math.Log1p(math.Exp(projected[p.inner+p.cv+head] + dtBias[head]))
		for n := range c.MambaState {
			at := i*c.MambaState + n
			h[at] = math.Exp(-dt*math.Exp(aLog[head]))*h[at] + dt*xbc[p.inner+n]*xbc[i]
			y[i] += xbc[p.inner+c.MambaState+n] * h[at]
		}
		z := projected[i]
		y[i] = (y[i] + skip[head]*xbc[i]) * z / (1 + math.Exp(-z))
		square += y[i] * y[i]
	}
	for i, scale := range p.weight("norm.weight") {
		y[i] *= scale / math.Sqrt(square/float64(p.inner)+c.EpsWindow)
	}
	return times(p.weight("out_proj.weight"), y)
}

// runMixer runs lower.0.mixer in the graph on x [T dim] in segments that end at the given tokens, and the gradient of
// Σ out·dout by x.
func runMixer(t *testing.T, c Config, values []float32, x, dout []float64, ends ...int) (out, dx []float32) {
	t.Helper()
	list := c.mixerCarry("lower.0.mixer")
	exec := MustNewExec(testBackend(t), func(flat, x, dout *Node) (*Node, *Node) {
		byName, _ := c.unpack(flat)
		var parts, state []*Node
		for _, entry := range list {
			state = append(state, filled(x.Graph(), 0, entry.dims...))
		}
		from := 0
		for _, to := range ends {
			b := &builder{cfg: c, p: byName, carry: newCarry(list, state, nil)}
			parts = append(parts, b.mixer(sliceTokens(x, from, to), "lower.0.mixer"))
			state, from = b.carry.outputs(list), to
		}
		y := Concatenate(parts, 1)
		return y, Gradient(ReduceAllSum(Mul(y, dout)), x)[0]
	})
	defer exec.Finalize()
	tensor := func(x []float64) *tensors.Tensor {
		return tensors.FromFlatDataAndDimensions(narrow(x), 1, len(x)/c.Dim, c.Dim)
	}
	result := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensor(x), tensor(dout))
	return tensors.MustCopyFlatData[float32](result[0]), tensors.MustCopyFlatData[float32](result[1])
}

func mixerInput(c Config, length int) (x, dout []float64) {
	rng := rand.New(rand.NewPCG(9, 9))
	for range length * c.Dim {
		x, dout = append(x, float64(float32(rng.NormFloat64()))), append(dout, float64(float32(rng.NormFloat64())))
	}
	return x, dout
}

// TestMixer compares a Mamba-2 mixer with the recurrence token by token, and its gradient with finite differences.
func TestMixer(t *testing.T) {
	c := mambaConfig()
	values := livelyValues(c, 3)
	plain := newPlainMixer(t, c, values)
	const length = ssdBlock + 9
	x, dout := mixerInput(c, length)
	got, dx := runMixer(t, c, values, x, dout, length)
	if d := maxDiff(narrow(plain.run(x)), got); d > 1e-5 {
		t.Errorf("the output differs by %g", d)
	}
	loss := func() float64 { return dot(plain.run(x), dout) }
	for at := 0; at < len(x); at += 1 + len(x)/30 {
		if d := math.Abs(slope(loss, &x[at]) - float64(dx[at])); d > 1e-4*max(1, largest(dx)) {
			t.Errorf("the gradient of x[%d] is %g, off by %g", at, dx[at], d)
		}
	}
	plain.c.EpsWindow = 0.1 // the negative control
	if maxDiff(narrow(plain.run(x)), got) < 1e-3 {
		t.Error("another epsilon changes nothing: the test shows nothing")
	}
}

// TestMixerCarries: in two segments, cut anywhere, the mixer computes what it computes in one.
func TestMixerCarries(t *testing.T) {
	for _, width := range []int{4, 1} {
		c := mambaConfig()
		c.MambaConvWidth = width
		values := livelyValues(c, 3)
		const length = ssdBlock + 9
		x, dout := mixerInput(c, length)
		want, _ := runMixer(t, c, values, x, dout, length)
		for _, cut := range []int{1, 2, 3, 4, 17, ssdBlock, length - 1} {
			if got, _ := runMixer(t, c, values, x, dout, cut, length); maxDiff(want, got) > 1e-5 {
				t.Errorf("taps %d, cut at %d: the output differs by %g", width, cut, maxDiff(want, got))
			}
		}
	}
}

// TestMixerStarts: the published ranges of A and of the step Δ at the start.
func TestMixerStarts(t *testing.T) {
	c := mambaConfig()
	c.Dim, c.MambaExpand = 240, 8
	values := c.InitialValues(1)
	lowest, highest := math.Inf(1), 0.0
	for _, v := range valuesOf(t, c, values, "lower.0.mixer.dt_bias") {
		step := math.Log1p(math.Exp(float64(v)))
		lowest, highest = min(lowest, step), max(highest, step)
	}
	if lowest < 0.999e-3 || lowest > 2e-3 || highest > 0.1001 || highest < 0.05 {
		t.Errorf("steps are %g to %g, want 0.001 to 0.1", lowest, highest)
	}
	lowest, highest = math.Inf(1), 0
	for _, v := range valuesOf(t, c, values, "lower.0.mixer.A_log") {
		lowest, highest = min(lowest, math.Exp(float64(v))), max(highest, math.Exp(float64(v)))
	}
	if lowest < 1 || lowest > 2 || highest > 16.001 || highest < 14 {
		t.Errorf("A is %g to %g, want 1 to 16", lowest, highest)
	}
}
