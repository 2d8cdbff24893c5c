package hsa

import (
	"math"
	"testing"
)

// hsaLayerOf runs a model whose upper half is one HSA layer: its input, H, M(x+H) and its output [16 dim].
func hsaLayerOf(t *testing.T, c Config, values []float32) (in, h, mlp, stream []float32) {
	t.Helper()
	tokens := make([]int32, 16)
	for i := range tokens {
		tokens[i] = int32(i)
	}
	got := runReference(t, c, Dense, values, tokens, 1, len(tokens)).named
	return got["stream.chunker"], got["groups.0.hsa.out"], got["groups.0.hsa.mlp_out"], got["groups.0.stream_out"]
}

func residualConfig(r Residual) Config {
	c := smallConfig()
	c.UpperLayers, c.Residual = 0, r
	return c
}

// TestGatedResidual compares the stream with x + sigmoid(w·norm(x) + b)·H + M, in plain Go, and wants neither a gate of 0
// (bypass) nor one of 1 (standard).
func TestGatedResidual(t *testing.T) {
	c := residualConfig(Gated)
	values := livelyValues(c, 3)
	in, h, mlp, stream := hsaLayerOf(t, c, values)
	w, bias := valuesOf(t, c, values, "groups.0.hsa.gate_proj.weight"), valuesOf(t, c, values, "groups.0.hsa.gate_proj.bias")
	want, lowest, highest := make([]float32, len(in)), 1.0, 0.0
	for row := range 16 {
		x := widened(in[row*c.Dim : (row+1)*c.Dim])
		scale := 1 / math.Sqrt(dot(x, x)/float64(c.Dim)+epsInner)
		gate := 1 / (1 + math.Exp(-scale*dot(x, widened(w))-float64(bias[0])))
		lowest, highest = min(lowest, gate), max(highest, gate)
		for i := row * c.Dim; i < (row+1)*c.Dim; i++ {
			want[i] = in[i] + float32(gate)*h[i] + mlp[i]
		}
	}
	if d := maxDiff(want, stream); d > 1e-5 {
		t.Errorf("the stream differs by %g from x + g·H + M", d)
	}
	if lowest < 0.01 || highest > 0.99 || highest-lowest < 0.1 {
		t.Errorf("gates of %g to %g show nothing", lowest, highest)
	}
}

// TestGateIsBetweenBypassAndStandard: with its bias far below 0 the gate is bypass, far above it standard.
func TestGateIsBetweenBypassAndStandard(t *testing.T) {
	for bias, r := range map[float32]Residual{-100: Bypass, 100: Standard} {
		c := residualConfig(Gated)
		values := livelyValues(c, 3)
		valuesOf(t, c, values, "groups.0.hsa.gate_proj.bias")[0] = bias
		_, _, _, gated := hsaLayerOf(t, c, values)
		_, _, _, want := hsaLayerOf(t, residualConfig(r), withoutGate(t, c, values))
		if d := maxDiff(want, gated); d > 1e-5 {
			t.Errorf("a gate of bias %g differs from %s by %g", bias, r, d)
		}
	}
}

// withoutGate are the values of a config that has all parameters of c but the gate's.
func withoutGate(t *testing.T, c Config, values []float32) []float32 {
	t.Helper()
	var out []float32
	for _, p := range residualConfig(Bypass).Params() {
		out = append(out, valuesOf(t, c, values, p.Name)...)
	}
	return out
}

// TestLayerWithoutMLP: the layer is x + H, has no parameters for the MLP, and leaves the first tokens as they are.
func TestLayerWithoutMLP(t *testing.T) {
	c := residualConfig(Standard)
	with := c.NumParams()
	c.HSAMLP = false
	if got, want := with-c.NumParams(), 3*c.Dim*c.MLPWidth; got != want {
		t.Errorf("without an MLP there are %d parameters less, want %d", got, want)
	}
	in, h, _, stream := hsaLayerOf(t, c, livelyValues(c, 3))
	want := make([]float32, len(in))
	for i := range want {
		want[i] = in[i] + h[i]
	}
	if d := maxDiff(want, stream); d > 1e-6 {
		t.Errorf("the stream differs by %g from x + H", d)
	}
	if first := c.Chunk * c.Dim; maxDiff(in[:first], stream[:first]) != 0 || largest(h) < 0.01 {
		t.Errorf("H is %v before the first chunk, at most %g after it", h[:first], largest(h))
	}
}

// valuesOf are the values of one parameter.
func valuesOf(t testing.TB, c Config, values []float32, name string) []float32 {
	t.Helper()
	for _, p := range c.Params() {
		if p.Name == name {
			return values[p.start : p.start+p.Size()]
		}
	}
	t.Fatalf("no parameter %s", name)
	return nil
}
