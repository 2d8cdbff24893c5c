package eval

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// TestFreeAnswers holds free answers to the teacher-forced ones: what is taken from the forced pass is what greedy decoding
// says, for answers of one token and of several, and by exact match both rules agree.
func TestFreeAnswers(t *testing.T) {
	ctx := context.Background()
	m := mustOpen(t, "nano")
	for _, task := range []string{"noise", "chain2-listed", "reverse-all+decoys"} {
		e, err := newEvaluation(ctx, m, Options{Tasks: []string{task}, Lengths: []int{128}, Rule: results.Both})
		if err != nil {
			t.Fatal(err)
		}
		reader, err := e.open(128)
		if err != nil {
			t.Fatal(err)
		}
		defer e.close()
		for _, j := range e.jobs(128)[:3] {
			p, err := j.task.sample(ctx, j.spot)
			if err != nil {
				t.Fatal(err)
			}
			r, err := e.read(ctx, reader, p, func(int) {})
			if err != nil {
				t.Fatal(err)
			}
			for i, q := range p.asked {
				free, err := generate(ctx, reader, p, q, func(int) {})
				if err != nil || !slices.Equal(free, r.free[i]) {
					t.Fatalf("%s, question %d: decoded %v, taken from the forced pass %v, %v", task, i, free, r.free[i], err)
				}
				row, err := e.row(j, p, r, i)
				if err != nil || row.Correct != (row.GenScore == 1) {
					t.Errorf("%s, question %d: forced %t, free %g, %v", task, i, row.Correct, row.GenScore, err)
				}
			}
		}
	}
}

// TestTopKOfFreeAnswers: --top-k reaches the decoding too.
func TestTopKOfFreeAnswers(t *testing.T) {
	o := Options{Tasks: []string{"decoys"}, Lengths: []int{2048}, Samples: 2, Rule: results.Both, Backend: "go"}
	few := rowsOf(t, mustOpen(t, "nano"), o)
	o.TopK = hsa.AllChunks
	all := rowsOf(t, mustOpen(t, "nano"), o)
	for i, r := range all {
		if r.TopK != 0 || few[i].TopK != 4 || !r.Hit {
			t.Fatalf("top-K all: K %d, hit %t; K 4: K %d", r.TopK, r.Hit, few[i].TopK)
		}
		if r.Correct != (r.GenScore == 1) {
			t.Errorf("top-K all: forced %t, free %g", r.Correct, r.GenScore)
		}
	}
}

// TestLayersAndHops: a model of two layers on chains of two hops says of each layer what it retrieved of each hop.
func TestLayersAndHops(t *testing.T) {
	r := tinyRecipe()
	r.Model.Groups, r.Model.UpperLayers = 2, 2
	rows := rowsOf(t, untrained(t, r), Options{Tasks: []string{"chain2"}, Lengths: []int{128}, Samples: 4})
	two := 0
	for _, row := range rows {
		last := row.Layers[len(row.Layers)-1]
		if last.Layer != 1 || last.Rank != row.Rank || last.Hit != row.Hit || last.Gold != row.GoldChunk {
			t.Fatalf("the last layer's %+v is not what the row says: %+v", last, row)
		}
		switch len(row.Layers) {
		case 2: // a question of one hop
		case 4:
			two++
		default:
			t.Fatalf("retrievals %+v", row.Layers)
		}
	}
	if two == 0 || two == len(rows) {
		t.Errorf("%d of %d questions take two hops", two, len(rows))
	}
}

// TestSamplesAreShared: controls answer the questions of the model, and another run of the same evaluation finds all there.
func TestSamplesAreShared(t *testing.T) {
	o := Options{Lengths: []int{256, 128}, Samples: 3, Controls: true, Workers: 2}
	rows := rowsOf(t, mustOpen(t, "nano"), o)
	byVariant := map[string]map[string]string{}
	there := map[results.ID]bool{}
	for _, r := range rows {
		id := r.ID()
		there[id] = true
		id.Variant, id.TopK = "", 0
		if byVariant[r.Variant] == nil {
			byVariant[r.Variant] = map[string]string{}
		}
		byVariant[r.Variant][id.String()] = r.Answer
	}
	if len(byVariant) != 3 {
		t.Fatalf("variants %v", byVariant)
	}
	for _, control := range []string{LabelPrior, Recency} {
		for id, answer := range byVariant["nano"] {
			if got, ok := byVariant[control][id]; !ok || got != answer {
				t.Errorf("%s: %s has the answer %q, %s %q", id, "nano", answer, control, got)
			}
		}
	}
	o.Skip = func(id results.ID) bool { return there[id] }
	if again := rowsOf(t, mustOpen(t, "nano"), o); len(again) != 0 {
		t.Errorf("%d rows are made again", len(again))
	}
	o.Skip = func(id results.ID) bool { return id.Variant == "nano" }
	for _, r := range rowsOf(t, mustOpen(t, "nano"), o) {
		if r.Variant == "nano" {
			t.Fatal("controls that are wanted later read the texts again")
		}
	}
}

// TestRefuses: options that mean nothing are refused with what to do.
func TestRefuses(t *testing.T) {
	for want, o := range map[string]Options{
		`unknown task "nosuch"`: {Tasks: []string{"nosuch"}},
		"0 to 100 percent":      {Depths: []int{-1}},
		"scoring rule":          {Rule: "guess"},
		"1 to 33554432":         {Lengths: []int{1 << 26}},
		"-1 samples":            {Samples: -1},
	} {
		if err := Run(context.Background(), mustOpen(t, "nano"), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// TestWantsATask: a model that says nothing of its task is refused, not taken for one of another.
func TestWantsATask(t *testing.T) {
	m := *mustOpen(t, "nano")
	m.Task = experiments.TaskSpec{}
	if err := Run(context.Background(), &m, Options{}); err == nil || !strings.Contains(err.Error(), "task.json is empty") {
		t.Errorf("error %v", err)
	}
}

// TestMemoryIsForecast: what does not fit is refused with the figures before it starts; fewer texts at a time are read
// where that fits.
func TestMemoryIsForecast(t *testing.T) {
	m := mustOpen(t, "nano")
	need := func(texts int) int64 { return Memory(m, 1<<16, 48, texts) }
	o := Options{Lengths: []int{1 << 16}, Workers: 4, Samples: 4, Free: need(2)}
	err := Run(context.Background(), m, o)
	var short *MemoryError
	if !errors.As(err, &short) || short.Need != need(4) || short.Workers != 4 || !strings.Contains(err.Error(), "--workers 1") {
		t.Errorf("four texts at a time in the room of two: %v", err)
	}
	o.Workers, o.Free, o.Lengths = 1, Memory(m, 1<<14, 48, 1), []int{1 << 20}
	if err := Run(context.Background(), m, o); !errors.As(err, &short) || short.Longest != 1<<14 {
		t.Errorf("a text that does not fit: %v, longest %d; want %d", err, short.Longest, 1<<14)
	}
	e, err := newEvaluation(context.Background(), m, Options{Lengths: []int{1 << 16}, Samples: 8, Free: need(1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.fit(); err != nil || e.workers[1<<16] != 1 {
		t.Errorf("where one text fits, %d are read at a time, %v", e.workers[1<<16], err)
	}
	e.opt.Free, e.opt.Force = 1, true
	if err := e.fit(); err != nil {
		t.Errorf("forced: %v", err)
	}
}

// TestETA leaves out texts that were there already, and counts by tokens; once there are more it leaves out the first, and
// it counts the pieces of a text under way.
func TestETA(t *testing.T) {
	var last Status
	m := newMeter(func(length int) float64 { return float64(length) }, func(s Status) { last = s })
	m.expect(6, 100)
	m.expect(1, 400)
	m.started = time.Now().Add(-10 * time.Second)
	m.since = m.started
	under := job{&task{}, spot{length: 100}}
	for range 4 {
		m.passed(under)
	}
	if err := m.begin(under).done(func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	near := func(want time.Duration) bool { return (last.ETA - want).Abs() < time.Second }
	// 100 tokens took 10 s, 500 are left.
	if !near(50*time.Second) || last.Done != 5 || last.TokensDone != 500 || last.Tokens != 1000 {
		t.Errorf("status %+v, want an ETA of 50 s", last)
	}
	m.since = time.Now().Add(-2 * time.Second)
	long := m.begin(job{&task{}, spot{length: 400}})
	long.piece(100)
	// Of the texts after the first 100 tokens took 2 s, 400 are left.
	if !near(8*time.Second) || last.Done != 5 || last.TokensDone != 600 {
		t.Errorf("status %+v, want an ETA of 8 s", last)
	}
	long.piece(300)
	long.piece(300) // it is read a second time
	if last.TokensDone != 900 {
		t.Errorf("%d tokens are done, want 900", last.TokensDone)
	}
	failed := errors.New("disk full")
	if err := long.done(func() error { return failed }); !errors.Is(err, failed) || last.Done != 5 {
		t.Errorf("a text that is not written counts: %v, %d", err, last.Done)
	}
	if err := long.done(func() error { return nil }); err != nil || last.Done != 6 || last.TokensDone != 900 {
		t.Errorf("status %+v, %v", last, err)
	}
}
