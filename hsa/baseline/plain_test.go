package baseline_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// plain is a rival in float64 without graphs, by the definitions: what the models are compared with.
type plain struct {
	hsa.Config
	whole  bool
	rotary hsa.Rotary
	p      map[string][]float64
}

func newPlain(w *baseline.Weights, rotary hsa.Rotary) plain {
	network := w.Config.Network()
	m := plain{Config: network.Config, whole: network.WholeText, rotary: rotary, p: map[string][]float64{}}
	at := 0
	for _, p := range w.Config.Params() {
		for _, v := range w.Values[at : at+p.Size()] {
			m.p[p.Name] = append(m.p[p.Name], float64(v))
		}
		at += p.Size()
	}
	return m
}

// logits are those of every position, flat.
func (m plain) logits(tokens []int32) (out []float64) {
	x := m.embed(tokens)
	for i := range m.LowerLayers {
		m.layer(x, fmt.Sprintf("lower.%d", i))
	}
	for g := range m.Groups {
		name := fmt.Sprintf("groups.%d", g)
		if m.HSAWindow > 0 {
			m.attention(x, name+".hsa.window_norm", name+".hsa.window", 1e-6, m.HSAWindow)
		}
		if m.HSAMLP {
			m.mlp(x, name+".hsa.mlp_norm", name+".hsa.mlp", 1e-6)
		}
		for i := range m.UpperLayers / m.Groups {
			m.layer(x, fmt.Sprintf("%s.layers.%d", name, i))
		}
	}
	for _, row := range x {
		head := "lm_head.weight"
		if m.TiedHead {
			head = "embed.weight"
		}
		out = append(out, m.times(head, m.norm(row, "final_norm", m.EpsFinal))...)
	}
	return out
}

func (m plain) embed(tokens []int32) [][]float64 {
	x := make([][]float64, len(tokens))
	for t := range x {
		x[t] = make([]float64, m.Dim)
		for back := 0; back <= min(m.TokenShift, t); back++ {
			row := m.p["embed.weight"][int(tokens[t-back])*m.Dim:]
			for i := range m.Dim {
				factor := 1.0
				if back > 0 {
					factor = m.p[fmt.Sprintf("token_shift.%d", back)][i]
				}
				x[t][i] += factor * row[i]
			}
		}
	}
	return x
}

func (m plain) layer(x [][]float64, name string) {
	m.attention(x, name+".attn_norm", name+".attn", m.EpsWindow, m.Window)
	m.mlp(x, name+".mlp_norm", name+".mlp", m.EpsWindow)
}

// attention adds to each row what it reads of itself and up to window earlier rows, or all of them.
func (m plain) attention(x [][]float64, norm, name string, eps float64, window int) {
	var q, k, v, context [][]float64
	for t, row := range x {
		in := m.norm(row, norm, eps)
		q = append(q, m.turned(m.times(name+".q_proj.weight", in), name+".q_norm", t))
		k = append(k, m.turned(m.times(name+".k_proj.weight", in), name+".k_norm", t))
		v = append(v, m.times(name+".v_proj.weight", in))
	}
	size := m.HeadDim()
	for t := range x {
		var heads []float64
		for h := range m.Heads {
			kv := h / (m.Heads / m.WindowKVHeads) * size
			from := 0
			if !m.whole {
				from = max(0, t-window)
			}
			heads = append(heads, read(q[t][h*size:(h+1)*size], k[from:t+1], v[from:t+1], kv)...)
		}
		context = append(context, heads)
	}
	for t := range x {
		add(x[t], m.times(name+".o_proj.weight", context[t]))
	}
}

// read is softmax(q·k/sqrt(D))·v over rows, k and v from column at on.
func read(q []float64, k, v [][]float64, at int) []float64 {
	out, total := make([]float64, len(q)), 0.0
	for j := range k {
		score := 0.0
		for i := range q {
			score += q[i] * k[j][at+i]
		}
		weight := math.Exp(score / math.Sqrt(float64(len(q))))
		total += weight
		for i := range out {
			out[i] += weight * v[j][at+i]
		}
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// turned is each head of x normed, where the config says so, and rotated to position t.
func (m plain) turned(x []float64, norm string, t int) []float64 {
	size, out := m.HeadDim(), []float64(nil)
	for h := 0; h < len(x); h += size {
		head := x[h : h+size]
		if m.WindowQKNorm {
			head = m.norm(head, norm, m.EpsWindow)
		}
		turned := make([]float64, size)
		for j, frequency := range m.rotary.Frequencies {
			sin, cos := math.Sincos(float64(t) * frequency)
			a, b := head[j], head[j+size/2]
			turned[j], turned[j+size/2] = m.rotary.Scale*(a*cos-b*sin), m.rotary.Scale*(b*cos+a*sin)
		}
		out = append(out, turned...)
	}
	return out
}

func (m plain) mlp(x [][]float64, norm, name string, eps float64) {
	for _, row := range x {
		in := m.norm(row, norm, eps)
		gate, up := m.times(name+".gate.weight", in), m.times(name+".up.weight", in)
		for i, g := range gate {
			up[i] *= g / (1 + math.Exp(-g))
		}
		add(row, m.times(name+".down.weight", up))
	}
}

func (m plain) norm(x []float64, name string, eps float64) []float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v / math.Sqrt(sum/float64(len(x))+eps)
		if scale := m.p[name+".weight"]; scale != nil {
			out[i] *= scale[i]
		}
	}
	return out
}

// times is W x, W being [out in].
func (m plain) times(name string, x []float64) []float64 {
	w := m.p[name]
	out := make([]float64, len(w)/len(x))
	for o := range out {
		for i, v := range x {
			out[o] += w[o*len(x)+i] * v
		}
	}
	return out
}

func add(x, y []float64) {
	for i, v := range y {
		x[i] += v
	}
}

// TestPlain compares the logits of every rival with a window backbone with the definitions.
func TestPlain(t *testing.T) {
	eachRival(t, func(t *testing.T, c baseline.Config) {
		if c.Of.Backbone != hsa.BackboneWindow {
			t.Skip("the definitions here are of attention; those of Mamba-2 stand in package hsa")
		}
		w, tokens := lively(c, 5), randomTokens(5, c.Of.Vocab, 37)
		plainly := func(r hsa.Rotary) []float64 { return newPlain(w, r).logits(tokens) }
		m, usual := open(t, w), hsa.NewRotary(c.Of.RopeTheta, c.Of.HeadDim())
		got := logits(t, m, tokens)
		if d := maxDiff(plainly(usual), got); d > 2e-5 {
			t.Errorf("the logits differ by %g", d)
		}
		other := usual
		other.Scale = 1.01 // the negative control
		if d := maxDiff(plainly(other), got); d < 1e-4 {
			t.Errorf("the comparison misses queries and keys that are 1 %% larger: %g", d)
		}
		if c.Kind == baseline.FullAttention {
			r := baseline.YaRN(c.Of.RopeTheta, c.Of.HeadDim(), c.Of.TrainingLength, 3)
			if d := maxDiff(plainly(r), logits(t, withYaRN(t, m, 3), tokens)); d > 2e-5 {
				t.Errorf("with YaRN the logits differ by %g", d)
			}
		}
	})
}
