package hsa

import (
	"fmt"
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// TestVectorsModel checks values inside the model, logits, loss and every gradient, in every form.
func TestVectorsModel(t *testing.T) {
	for name, dir := range vectorCases(t, "model_*") {
		t.Run(name, func(t *testing.T) {
			c := openCase(t, dir)
			for _, form := range forms {
				t.Run(string(form), func(t *testing.T) { checkReference(t, c, form) })
			}
		})
	}
}

func checkReference(t *testing.T, c vectorCase, form Form) {
	ids, batch, length, values := c.text(t)
	got := runReference(t, c.cfg, form, values, ids, batch, length)
	for name, value := range got.named {
		if c.part && !holds(c.acts, name) {
			continue
		}
		want := readAll[float32](t, c.acts, name)
		if d := maxDiff(want, value); !(d <= max(1e-5, 1e-6*largest(want))) {
			t.Errorf("%s differs by %g", name, d)
		}
	}
	if d := math.Abs(got.loss - c.loss); d > 1e-6*c.loss {
		t.Errorf("loss %v, want %v", got.loss, c.loss)
	}
	for _, p := range c.cfg.Params() {
		if c.part && !holds(c.grads, p.Name) {
			continue
		}
		want := readAll[float32](t, c.grads, p.Name)
		if d := maxDiff(want, got.grad[p.start:p.start+p.Size()]); !(d <= 1e-4*largest(want)+1e-7) {
			t.Errorf("gradient of %s differs by %g, its largest entry being %g", p.Name, d, largest(want))
		}
	}
}

type referenceRun struct {
	named map[string][]float32
	loss  float64
	grad  []float32
}

func runReference(t *testing.T, cfg Config, form Form, values []float32, ids []int32, batch, length int) referenceRun {
	var names []string
	exec := MustNewExec(testBackend(t), func(in []*Node) []*Node {
		byName, _ := cfg.unpack(in[0])
		b := &builder{cfg: cfg, p: byName}
		a := b.forward(in[1], tailOptions{topK: cfg.TopK, form: form})
		logits := b.logits(a.hidden)
		target := Reshape(Slice(in[1], AxisRange(), AxisRange(1)), -1)
		loss := ReduceAllMean(crossEntropy(Reshape(sliceTokens(logits, 0, length-1), -1, cfg.Vocab), target, nil))
		out := []*Node{loss, Gradient(loss, in[0])[0]}
		names = nil
		add := func(name string, x *Node) { names, out = append(names, name), append(out, x) }
		add("logits", logits)
		add("stream.chunker", a.stream)
		add("memory.landmarks", a.mem.landmarks)
		add("memory.k", a.mem.k)
		add("memory.v", a.mem.v)
		for g, acts := range a.groups {
			group := fmt.Sprintf("groups.%d.", g)
			add(group+"hsa.context", acts.context)
			add(group+"hsa.out", acts.out)
			add(group+"hsa.mlp_out", acts.mlp)
			add(group+"stream_out", acts.stream)
		}
		return out
	})
	defer exec.Finalize()
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(ids, batch, length))
	r := referenceRun{named: map[string][]float32{}, loss: float64(tensors.ToScalar[float32](out[0])), grad: tensors.MustCopyFlatData[float32](out[1])}
	for i, name := range names {
		r.named[name] = tensors.MustCopyFlatData[float32](out[i+2])
	}
	return r
}
