package eval

import (
	"math"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// ofNano is an untrained rival of nano.
func ofNano(t *testing.T, kind baseline.Kind) *experiments.Trained {
	t.Helper()
	r, err := experiments.Nano().Resolve()
	if err != nil {
		t.Fatal(err)
	}
	c := baseline.Config{Kind: kind, Of: r.Model}
	return &experiments.Trained{Name: string(kind), Task: r.Task, Rival: &baseline.Weights{Config: c, Values: c.InitialValues(1)}}
}

// TestRivalMemory holds the forecast to what was measured, within a third.
func TestRivalMemory(t *testing.T) {
	for _, c := range []struct {
		kind     baseline.Kind
		length   int
		measured float64 // MB
	}{
		{baseline.NoMemory, 1 << 12, 41}, {baseline.NoMemory, 1 << 18, 55},
		{baseline.FullAttention, 1 << 12, 198}, {baseline.FullAttention, 1 << 13, 248}, {baseline.FullAttention, 1 << 14, 270},
	} {
		got := float64(Memory(ofNano(t, c.kind), c.length, 48, 1)) / (1 << 20)
		t.Logf("%s at %d tokens: %.0f MB, measured %.0f", c.kind, c.length, got, c.measured)
		if off := got / c.measured; off < 0.75 || off > 1.34 {
			t.Errorf("%s at %d tokens: forecast %.0f MB, measured %.0f", c.kind, c.length, got, c.measured)
		}
	}
}

// TestWork: reading takes time in proportion to the text, of full attention to its square where it is long.
func TestWork(t *testing.T) {
	for kind, want := range map[baseline.Kind]float64{baseline.NoMemory: 2, baseline.FullAttention: 4} {
		m := ofNano(t, kind)
		if got := work(m, 1<<23) / work(m, 1<<22); math.Abs(got-want) > 0.01 {
			t.Errorf("%s: a text twice as long takes %g times the time, want %g", kind, got, want)
		}
	}
	if c := ofNano(t, baseline.FullAttention).Rival.Config; rivalCarry(c, 1000) != rivalCarry(c, 1024) || rivalCarry(c, 1025) != 2*rivalCarry(c, 1024) {
		t.Errorf("room is made for %d bytes at 1000 tokens, %d at 1024, %d at 1025", rivalCarry(c, 1000), rivalCarry(c, 1024), rivalCarry(c, 1025))
	}
}

// TestRivalCarryIsWhatIsKept: the bytes of a text that grow are those that the stream says it keeps.
func TestRivalCarryIsWhatIsKept(t *testing.T) {
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		m := ofNano(t, kind)
		reader, err := m.Reader(experiments.ReaderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		stream := reader.NewStream(1)
		defer stream.Free()
		if err := stream.Append(make([]int32, 200)); err != nil {
			t.Fatal(err)
		}
		kept := int64(stream.(interface{ Bytes() int }).Bytes())
		if want := rivalCarry(m.Rival.Config, 200); kept != want {
			t.Errorf("%s keeps %d bytes of 200 tokens, forecast %d", kind, kept, want)
		}
	}
}

// TestRivalRetrievesNothing: a rival answers, and its rows have no retrieval.
func TestRivalRetrievesNothing(t *testing.T) {
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		rows := rowsOf(t, ofNano(t, kind), Options{Lengths: []int{128}, Samples: 2})
		if len(rows) == 0 {
			t.Fatal("no rows")
		}
		for _, row := range rows {
			if row.Rank != 0 || row.TopK != 0 || row.Encoder != "" || len(row.Layers) > 0 {
				t.Fatalf("%s retrieves: %+v", kind, row)
			}
		}
	}
}
