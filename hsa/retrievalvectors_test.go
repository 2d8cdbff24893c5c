package hsa

import (
	"fmt"
	"math"
	"slices"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// referenceGroup is what the reference recorded of the retrieval of one group.
type referenceGroup struct {
	scores, weights []float32 // [B L Hr C], -Inf where not visible; [B L Hm K]
	picks           []int32   // [B L Hm K], newest first, -1 where there are fewer
	slots           int
}

func (c vectorCase) group(t *testing.T, g int) referenceGroup {
	t.Helper()
	name := fmt.Sprintf("groups.%d.", g)
	r := referenceGroup{scores: c.floats(t, name+"scores"), weights: c.floats(t, name+"chunk_weights")}
	picks, err := safetensors.ReadValues[int32](c.acts, name+"picks")
	if err != nil {
		t.Fatal(err)
	}
	info, err := c.acts.Info(name + "picks")
	if err != nil {
		t.Fatal(err)
	}
	r.picks, r.slots = picks, info.Shape[3]
	return r
}

func (c vectorCase) floats(t *testing.T, name string) []float32 {
	t.Helper()
	x, err := safetensors.ReadValues[float32](c.acts, name)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// text is the reference's input [B L] and the parameters.
func (c vectorCase) text(t *testing.T) (ids []int32, batch, length int, values []float32) {
	t.Helper()
	ids, err := safetensors.ReadValues[int32](c.acts, "input_ids")
	if err != nil {
		t.Fatal(err)
	}
	info, err := c.acts.Info("input_ids")
	if err != nil {
		t.Fatal(err)
	}
	if values, err = readValues(safetensors.SetOf(c.weights), c.cfg.Params()); err != nil {
		t.Fatal(err)
	}
	return ids, info.Shape[0], info.Shape[1], values
}

// eachModelCase runs check for every model case.
func eachModelCase(t *testing.T, check func(t *testing.T, c vectorCase)) {
	for name, dir := range vectorCases(t, "model_*") {
		t.Run(name, func(t *testing.T) { check(t, openCase(t, dir)) })
	}
}

// TestVectorsRetrieval checks scores, visibility, picks and chunk weights of the one-shot forward.
func TestVectorsRetrieval(t *testing.T) { eachModelCase(t, checkRetrieval) }

func checkRetrieval(t *testing.T, c vectorCase) {
	ids, batch, length, values := c.text(t)
	heads, chunks := c.cfg.RetrievalHeads(), c.cfg.Chunks(length)
	exec := MustNewExec(testBackend(t), func(in []*Node) (out []*Node) {
		byName, _ := c.cfg.unpack(in[0])
		b := &builder{cfg: c.cfg, p: byName}
		for _, g := range b.forward(in[1], tailOptions{topK: c.cfg.TopK, form: Dense}).groups {
			out = append(out, g.scores, g.visible, g.picked, g.weights)
		}
		return out
	})
	defer exec.Finalize()
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(ids, batch, length))
	for g := range c.cfg.Groups {
		part := func(i int) []float32 {
			return byToken(tensors.MustCopyFlatData[float32](out[4*g+i]), batch, heads, length, chunks)
		}
		scores, visible := part(0), part(1)
		for i := range scores {
			if visible[i] == 0 {
				scores[i] = float32(math.Inf(-1))
			}
		}
		want := c.group(t, g)
		checkScores(t, want.scores, scores)
		toMemory := func(x []float32) []float32 { return repeatRows(x, chunks, c.cfg.MemoryKVHeads/heads) }
		checkSlots(t, want.picks, want.weights, toMemory(part(2)), toMemory(part(3)), want.slots, chunks, 1e-5)
	}
}

// repeatRows repeats each row of x [rows width] n times, as one retrieval head serves n memory heads.
func repeatRows(x []float32, width, n int) []float32 {
	var out []float32
	for row := range slices.Chunk(x, width) {
		for range n {
			out = append(out, row...)
		}
	}
	return out
}

// checkScores compares scores of which the invisible ones are -Inf.
func checkScores(t *testing.T, want, got []float32) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%d scores, want %d", len(got), len(want))
	}
	for i := range want {
		hidden := math.IsInf(float64(want[i]), -1)
		if hidden != math.IsInf(float64(got[i]), -1) || !hidden && !(math.Abs(float64(want[i]-got[i])) <= 1e-5*max(1, math.Abs(float64(want[i])))) {
			t.Fatalf("score %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// model is the case's model, ready to run.
func (c vectorCase) model(t *testing.T, values []float32) *Model {
	t.Helper()
	m, err := NewModel(testBackend(t), &Weights{Config: c.cfg, Values: values})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

// TestVectorsTrace checks logits and trace of a stream: picks newest first, their weights and scores, and the score of
// every visible chunk.
func TestVectorsTrace(t *testing.T) { eachModelCase(t, checkTraces) }

func checkTraces(t *testing.T, c vectorCase) {
	ids, batch, length, values := c.text(t)
	m := c.model(t, values)
	logits := c.floats(t, "logits")
	for b := range batch {
		tail := streamed(t, m, ids[b*length:(b+1)*length], []int{37, 64}, length, TailOptions{AllScores: true})
		if d := maxDiff(logits[b*length*c.cfg.Vocab:(b+1)*length*c.cfg.Vocab], tail.Logits); d > 1e-5 {
			t.Errorf("text %d: logits differ by %g", b, d)
		}
		for g := range tail.Groups {
			checkTrace(t, c.cfg, c.group(t, g), tail, &tail.Groups[g], b, length)
		}
	}
}

func checkTrace(t *testing.T, cfg Config, want referenceGroup, tail *Tail, got *TailGroup, b, length int) {
	t.Helper()
	heads, chunks := cfg.RetrievalHeads(), cfg.Chunks(length)
	for token := range length {
		for m := range cfg.MemoryKVHeads {
			h := m * heads / cfg.MemoryKVHeads
			row := tail.Row(h, token)
			all := want.scores[((b*length+token)*heads+h)*chunks:][:chunks]
			visible := min(cfg.Visible(token), chunks)
			if len(got.AllScores[row]) != visible || maxDiff(all[:visible], got.AllScores[row]) > 1e-5*max(1, largest(all[:visible])) {
				t.Fatalf("token %d, head %d: scores %v, want %v", token, h, got.AllScores[row], all[:visible])
			}
			slot := ((b*length+token)*cfg.MemoryKVHeads + m) * want.slots
			if err := sameSlots(want.picks[slot:slot+want.slots], want.weights[slot:], got, row); err != nil {
				t.Fatalf("token %d, memory head %d: %v", token, m, err)
			}
		}
	}
}

// sameSlots compares the slots of one token, newest first with -1 at the end, with a row of the trace.
func sameSlots(picks []int32, weights []float32, got *TailGroup, row int) error {
	for k, pick := range picks {
		if k >= len(got.Picks[row]) {
			if pick != -1 {
				return fmt.Errorf("picks %v, want %v", got.Picks[row], picks)
			}
			continue
		}
		if got.Picks[row][k] != int(pick) {
			return fmt.Errorf("picks %v, want %v", got.Picks[row], picks)
		}
		w, picked := got.Weight(row, int(pick))
		if d := math.Abs(float64(w - weights[k])); !picked || !(d <= 1e-5) {
			return fmt.Errorf("chunk %d weighs %v, want %v", pick, w, weights[k])
		}
		if got.Scores[row][k] != got.AllScores[row][pick] {
			return fmt.Errorf("score %v of chunk %d, among all %v", got.Scores[row][k], pick, got.AllScores[row][pick])
		}
	}
	return nil
}

// TestVectorsBranches checks the branch norms of the trace: means over all tokens that see a chunk. Before that
// nothing is retrieved.
func TestVectorsBranches(t *testing.T) { eachModelCase(t, checkBranches) }

func checkBranches(t *testing.T, c vectorCase) {
	ids, batch, length, values := c.text(t)
	m := c.model(t, values)
	sums := make([][4]float64, c.cfg.Groups)
	for b := range batch {
		tail := streamed(t, m, ids[b*length:(b+1)*length], []int{length}, length, TailOptions{Trace: TraceBranches})
		for g := range sums {
			addBranches(t, &sums[g], tail.Groups[g].Branches, c.cfg.Chunk)
		}
	}
	n := float64(batch * (length - c.cfg.Chunk))
	for g, sum := range sums {
		want := c.branches[fmt.Sprintf("groups.%d", g)]
		for i, norm := range [4]float64{want.X, want.C, want.MLP, want.Out} {
			if got := sum[i] / n; !(math.Abs(got-norm) <= 1e-4*norm) {
				t.Errorf("group %d: mean norm %d of (input, retrieved, MLP, output) is %v, want %v", g, i, got, norm)
			}
		}
	}
}

func addBranches(t *testing.T, sum *[4]float64, branches []BranchNorms, chunk int) {
	t.Helper()
	for token, n := range branches {
		if token < chunk {
			if n.Retrieved != 0 {
				t.Errorf("token %d retrieved %v where no chunk is visible", token, n.Retrieved)
			}
			continue
		}
		for i, v := range [4]float32{n.Input, n.Retrieved, n.MLP, n.Output} {
			sum[i] += float64(v)
		}
	}
}
