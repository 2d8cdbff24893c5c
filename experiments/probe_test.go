package experiments

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/hsa"
)

// nanoProbe is a text of the plain task, with a model that reads it.
func nanoProbe(t *testing.T) (*Probe, *hsa.Model) {
	t.Helper()
	trained, err := Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	task, err := trained.HeldOut("noise")
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewProbe(task, trained.Weights.Config.Chunk, 0, 128, 24)
	if err != nil {
		t.Fatal(err)
	}
	backend, err := hsa.OpenBackend("")
	if err != nil {
		t.Fatal(err)
	}
	m, err := hsa.NewModel(backend, trained.Weights)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return p, m
}

// TestProbe reads a probe and holds every answer to the model's own output.
func TestProbe(t *testing.T) {
	p, m := nanoProbe(t)
	if !slices.IsSortedFunc(p.Sample.Queries, func(a, b data.Query) int { return a.Value - b.Value }) {
		t.Error("the questions are not in the order of their evidence")
	}
	r, err := p.Read(context.Background(), m, hsa.TailOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range r.Answers {
		q := p.Sample.Queries[i]
		if a.Right != p.Words[q.Position+1] || a.GoldChunk != p.Gold(i) {
			t.Errorf("question %d: answer %s in chunk %d", i, a.Right, a.GoldChunk)
		}
		if a.Question != p.Words[q.Position]+" …" {
			t.Errorf("question %d is %q", i, a.Question)
		}
		if a.Correct && a.Probability < 0.1 {
			t.Errorf("question %d: right with a probability of %g", i, a.Probability)
		}
	}
	if r.Right() < len(r.Answers)-1 {
		t.Errorf("%d of %d right", r.Right(), len(r.Answers))
	}
}

func TestProbability(t *testing.T) {
	logits := []float32{1000, 1001, 999}
	sum := 0.0
	for i := range logits {
		sum += probability(logits, int32(i))
	}
	if p := probability(logits, 1); math.Abs(p-0.66524) > 1e-5 || math.Abs(sum-1) > 1e-12 {
		t.Errorf("probability %g, sum %g", p, sum)
	}
}

// TestSnapshots: a record of snapshots gives back the map of the reading, without what was torn or repeated.
func TestSnapshots(t *testing.T) {
	p, m := nanoProbe(t)
	r, err := p.Read(context.Background(), m, hsa.TailOptions{})
	if err != nil {
		t.Fatal(err)
	}
	dir := RunDir(t.TempDir())
	if list, err := dir.Snapshots(); err != nil || list != nil {
		t.Fatalf("a run without snapshots has %v, %v", list, err)
	}
	for _, step := range []int{10, 20, 10} {
		if err := dir.AddSnapshot(r.Snapshot(step)); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(string(dir), snapshotFile)
	if err := os.WriteFile(file, append(contents(t, file), `{"step":30,`...), 0o644); err != nil {
		t.Fatal(err)
	}
	list, err := dir.Snapshots()
	if err != nil || len(list) != 2 || list[0].Step != 10 || list[1].Step != 20 {
		t.Fatalf("%d snapshots, %v", len(list), err)
	}
	got, err := p.Map(list[0])
	if err != nil {
		t.Fatal(err)
	}
	want := r.Map()
	equal := func(a, b []float64) bool {
		return slices.EqualFunc(a, b, func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) })
	}
	if !slices.EqualFunc(got.Values, want.Values, equal) || !slices.Equal(got.Picked, want.Picked) {
		t.Error("the map of the snapshot is another than that of the reading")
	}
	if n := list[0].RightCount(); n != r.Right() {
		t.Errorf("%d right in the snapshot, %d in the reading", n, r.Right())
	}
	list[0].Picks = list[0].Picks[1:]
	if _, err := p.Map(list[0]); err == nil {
		t.Error("the snapshot of another probe is taken")
	}
}

// TestWalk holds the walk of each question to the reading of the whole text.
func TestWalk(t *testing.T) {
	p, m := nanoProbe(t)
	r, err := p.Read(context.Background(), m, hsa.TailOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range r.Answers[:3] {
		w, err := p.Walk(context.Background(), m, i)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Validate(); err != nil {
			t.Error(err)
		}
		if w.Output[0].Token != a.Predicted || w.Gold[0] != a.GoldChunk || len(w.Picks) != m.Config().TopK {
			t.Errorf("question %d: the walk ends in %s from chunk %d, the reading in %s from %d", i, w.Output[0].Token, w.Gold[0], a.Predicted, a.GoldChunk)
		}
		for _, pick := range w.Picks {
			if pick.Chunk == a.GoldChunk && math.Abs(pick.Weight-a.GoldWeight) > 1e-5 {
				t.Errorf("question %d: weight %g in the walk, %g in the reading", i, pick.Weight, a.GoldWeight)
			}
		}
	}
}
