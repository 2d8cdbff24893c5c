package recall_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

func newSymbols(t testing.TB, c recall.Config) *recall.Symbols {
	t.Helper()
	task, err := recall.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return task
}

func sampleOf(t testing.TB, task data.Task, seed uint64, index, length, tail int) data.Sample {
	t.Helper()
	s, err := task.Sample(seed, index, length, tail)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// anyConfig draws a task of any kind.
func anyConfig(t *rapid.T) recall.Config {
	c := recall.Plain()
	c.KeySymbols = rapid.IntRange(1, 2).Draw(t, "key symbols")
	c.Keys = rapid.IntRange(2, 70).Draw(t, "keys")
	if c.KeySymbols == 2 {
		side := rapid.IntRange(2, 9).Draw(t, "side")
		c.Keys = side * side
	}
	c.Values = rapid.IntRange(2, 40).Draw(t, "values")
	c.Noise = rapid.IntRange(1, 40).Draw(t, "noise")
	c.Haystack = rapid.SampledFrom([]recall.Haystack{recall.Noise, recall.Decoys}).Draw(t, "haystack")
	c.Chunk = rapid.IntRange(1, 20).Draw(t, "chunk")
	c.NeedleShare = rapid.Float64Range(0.01, 1).Draw(t, "share")
	c.Needles = rapid.IntRange(0, 40).Draw(t, "needles")
	c.TrainLength = rapid.IntRange(16, 300).Draw(t, "train length")
	c.Offset = rapid.IntRange(0, 2*c.KeySymbols-1).Draw(t, "offset")
	return c
}

func TestSymbolsHoldTheirAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		task, err := recall.New(anyConfig(t))
		if err != nil {
			t.Fatal(err)
		}
		tail := rapid.IntRange(3, 100).Draw(t, "tail")
		length := tail + rapid.IntRange(8, 1000).Draw(t, "context")
		s, err := task.Sample(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 1000).Draw(t, "index"), length, tail)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkSymbols(task, s, length, tail); err != nil {
			t.Fatal(err)
		}
		if got, want := len(s.Queries), task.Queries(length, tail); got != want || got == 0 {
			t.Fatalf("%d queries, Queries says %d", got, want)
		}
	})
}

// TestCheckerCatchesFaults is the negative control of checkSymbols.
func TestCheckerCatchesFaults(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	q0 := func(s *data.Sample) *data.Query { return &s.Queries[0] }
	faults := map[string]func(s *data.Sample){
		"sound": func(*data.Sample) {},
		"another value in the context": func(s *data.Sample) {
			v := &s.Tokens[q0(s).Value]
			*v = 32 + (*v-32+1)%16
		},
		"key twice in the context": func(s *data.Sample) {
			other := s.Queries[1].Evidence.Start
			s.Tokens[other] = s.Tokens[q0(s).Evidence.Start]
		},
		"answer leaked in the tail": func(s *data.Sample) {
			last := s.Queries[len(s.Queries)-1]
			at := s.Context()
			s.Tokens[at], s.Tokens[at+1] = s.Tokens[last.Position], last.Answer
		},
		"token outside the vocabulary": func(s *data.Sample) { s.Tokens[0] = 64 },
		"one token short":              func(s *data.Sample) { s.Tokens = s.Tokens[1:] },
		"decoy not noted":              func(s *data.Sample) { s.Needles = s.Needles[1:] },
		"key of a needle":              func(s *data.Sample) { s.Needles[0].Key++ },
		"gold chunk":                   func(s *data.Sample) { q0(s).Chunk++ },
	}
	for name, plant := range faults {
		s := sampleOf(t, task, 1, 0, 128, 48)
		plant(&s)
		if err := checkSymbols(task, s, 128, 48); (err == nil) != (name == "sound") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSymbolsGolden(t *testing.T) {
	for _, tt := range []struct {
		name         string
		config       recall.Config
		length, tail int
		tokens, hash string
	}{
		{"plain", recall.Plain(), 128, 48, "669852ce2b0f9606", "898121ecf1c77752"},
		{"plain, long", recall.Plain(), 4096, 16, "c4791c1d599f9d73", "898121ecf1c77752"},
		{"plain, decoys", recall.Plain().With(recall.Decoys), 1024, 16, "e3988d97a8d1be51", "2c0641435afea226"},
		{"wide", recall.Wide(), 128, 48, "ecbe44eca9db6906", "8607856dc99fdccb"},
		{"conjunctive", recall.Conjunctive(), 128, 48, "c5f078dec94524d6", "be4789f1e1feddaa"},
		{"conjunctive, decoys", recall.Conjunctive().With(recall.Decoys), 1024, 24, "5b6e6638ded94400", "de1586a6dfeb6c96"},
	} {
		task := newSymbols(t, tt.config)
		s := sampleOf(t, task, 7, 3, tt.length, tt.tail)
		if got := data.HashTokens(s.Tokens); got != tt.tokens {
			t.Errorf("%s: tokens %q, want %q", tt.name, got, tt.tokens)
		}
		if got := task.Hash(); got != tt.hash {
			t.Errorf("%s: hash %q, want %q", tt.name, got, tt.hash)
		}
	}
}

func TestSymbolsAreDeterministic(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	want := sampleOf(t, task, 1, 5, 128, 48)
	sampleOf(t, task, 2, 6, 64, 24)
	if diff := cmp.Diff(want, sampleOf(t, newSymbols(t, recall.Plain()), 1, 5, 128, 48)); diff != "" {
		t.Errorf("the same sample made twice, -first +second:\n%s", diff)
	}
	for name, other := range map[string]data.Sample{
		"seed":  sampleOf(t, task, 2, 5, 128, 48),
		"index": sampleOf(t, task, 1, 6, 128, 48),
		"tail":  sampleOf(t, task, 1, 5, 128, 46),
	} {
		if slices.Equal(want.Tokens, other.Tokens) {
			t.Errorf("another %s gives the same tokens", name)
		}
	}
}

// TestSymbolCounts pins the training shapes of the recipes.
func TestSymbolCounts(t *testing.T) {
	plain, conjunctive := recall.Plain(), recall.Conjunctive()
	for _, tt := range []struct {
		name             string
		config           recall.Config
		length, tail     int
		needles, queries int
	}{
		{"plain 32", plain, 32, 12, 8, 6},
		{"plain 64", plain, 64, 24, 15, 12},
		{"plain 128", plain, 128, 48, 30, 24},
		{"plain 8192", plain, 8192, 48, 30, 24},
		{"decoys 8192", plain.With(recall.Decoys), 8192, 16, 3066, 8},
		{"decoys, more questions than keys", plain.With(recall.Decoys), 8192, 192, 3000, 31},
		{"conjunctive 32", conjunctive, 32, 12, 4, 4},
		{"conjunctive 64", conjunctive, 64, 24, 8, 8},
		{"conjunctive 128", conjunctive, 128, 48, 15, 15},
		{"conjunctive decoys", conjunctive.With(recall.Decoys), 2048, 24, 380, 8},
	} {
		s := sampleOf(t, newSymbols(t, tt.config), 1, 0, tt.length, tt.tail)
		if len(s.Needles) != tt.needles || len(s.Queries) != tt.queries {
			t.Errorf("%s: %d needles and %d queries, want %d and %d", tt.name, len(s.Needles), len(s.Queries), tt.needles, tt.queries)
		}
	}
}

func TestDecoysNeverHoldAQueriedKey(t *testing.T) {
	task := newSymbols(t, recall.Plain().With(recall.Decoys))
	s := sampleOf(t, task, 1, 0, 4096, 16)
	count := map[int32]int{}
	for _, n := range s.Needles {
		count[n.Key]++
	}
	for _, q := range s.Queries {
		if count[int32(q.Key)] != 1 {
			t.Errorf("queried key %d has %d needles, want 1", q.Key, count[int32(q.Key)])
		}
		delete(count, int32(q.Key))
	}
	if len(count) != 32-8 {
		t.Errorf("decoys have %d keys, want all 24 others", len(count))
	}
}

// TestDepthsAreUniform counts the depths of queries in ten bins over 400 samples: each bin must be
// within five standard deviations of a tenth.
func TestDepthsAreUniform(t *testing.T) {
	for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
		task := newSymbols(t, recall.Plain().With(h))
		if worst := depthDeviation(t, task, 2000, 16, 400); worst > 5 {
			t.Errorf("%s: a tenth of the depths is %.1f standard deviations off", h, worst)
		}
	}
}

// depthDeviation is the largest deviation of ten equal bins of query depth, in standard deviations.
func depthDeviation(t *testing.T, task data.Task, length, tail, samples int) float64 {
	var depths []float64
	for i := range samples {
		s := sampleOf(t, task, 11, i, length, tail)
		for _, q := range s.Queries {
			depths = append(depths, s.Depth(q))
		}
	}
	return binDeviation(depths)
}

func binDeviation(depths []float64) float64 {
	var bins [10]float64
	for _, d := range depths {
		bins[min(9, int(d*10))]++
	}
	n := float64(len(depths))
	sd := math.Sqrt(n * 0.1 * 0.9)
	worst := 0.0
	for _, b := range bins {
		worst = max(worst, math.Abs(b-n/10)/sd)
	}
	return worst
}

// TestDepthsOfAFaultyGenerator is the negative control: depths that favour the end must be seen.
func TestDepthsOfAFaultyGenerator(t *testing.T) {
	r := data.Rand("faulty")
	depths := make([]float64, 3200)
	for i := range depths {
		depths[i] = math.Sqrt(r.Float64())
	}
	if worst := binDeviation(depths); worst < 5 {
		t.Errorf("skewed depths deviate by %.1f only", worst)
	}
}

func TestValuesAreUniform(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	count := make([]float64, 16)
	n := 0.0
	for i := range 400 {
		for _, q := range sampleOf(t, task, 3, i, 128, 48).Queries {
			count[q.Answer-32]++
			n++
		}
	}
	for v, c := range count {
		if sd := math.Sqrt(n / 16); math.Abs(c-n/16) > 5*sd {
			t.Errorf("value %d is the answer %g times of %g", v, c, n)
		}
	}
	if got := task.Chance(); got != 1.0/16 {
		t.Errorf("Chance = %g, want 1/16", got)
	}
}

func TestChunkKeysAgainstTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		task, err := recall.New(anyConfig(t))
		if err != nil {
			t.Fatal(err)
		}
		s, err := task.Sample(rapid.Uint64().Draw(t, "seed"), 0, rapid.IntRange(20, 400).Draw(t, "length"), 9)
		if err != nil {
			t.Fatal(err)
		}
		chunk := rapid.IntRange(1, 50).Draw(t, "chunk size")
		want := make([][]int32, (len(s.Tokens)+chunk-1)/chunk)
		for c := range want {
			want[c] = []int32{}
			for _, n := range scanNeedles(task, s.Tokens[:s.Context()]) {
				if c*chunk <= int(n.Value) && int(n.Value) < (c+1)*chunk {
					want[c] = append(want[c], n.Key)
				}
			}
		}
		if diff := cmp.Diff(want, data.ChunkKeys(s, chunk)); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	})
}

// TestMillionTokens is generous with time: it catches a generator that is not linear.
func TestMillionTokens(t *testing.T) {
	for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
		task := newSymbols(t, recall.Plain().With(h))
		start := time.Now()
		s := sampleOf(t, task, 1, 0, 1<<20, 48)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: 1Mi tokens took %v", h, took)
		}
		if err := s.Check(8); err != nil {
			t.Errorf("%s: %v", h, err)
		}
	}
}

func BenchmarkSymbols(b *testing.B) {
	for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
		b.Run(string(h), func(b *testing.B) {
			task := newSymbols(b, recall.Plain().With(h))
			b.SetBytes(1 << 20)
			for i := 0; b.Loop(); i++ {
				sampleOf(b, task, 1, i, 1<<20, 48)
			}
		})
	}
}

func TestOffsetLetsNeedlesStraddle(t *testing.T) {
	straddling := func(offset int) int {
		c := recall.Plain()
		c.Offset = offset
		n := 0
		for _, q := range sampleOf(t, newSymbols(t, c), 1, 0, 128, 48).Queries {
			if q.Evidence.Start/c.Chunk != q.Chunk {
				n++
			}
		}
		return n
	}
	if got := straddling(0); got != 0 {
		t.Errorf("offset 0: %d needles straddle", got)
	}
	if got := straddling(1); got == 0 {
		t.Error("offset 1: no needle straddles")
	}
}

func TestConfigErrors(t *testing.T) {
	for name, fault := range map[string]func(c *recall.Config){
		"no values":           func(c *recall.Config) { c.Values = 0 },
		"one key":             func(c *recall.Config) { c.Keys = 1 },
		"too many keys":       func(c *recall.Config) { c.Keys = 1 << 20 },
		"three key symbols":   func(c *recall.Config) { c.KeySymbols = 3 },
		"keys not a square":   func(c *recall.Config) { c.KeySymbols, c.Keys = 2, 32 },
		"no noise":            func(c *recall.Config) { c.Noise = 0 },
		"unknown haystack":    func(c *recall.Config) { c.Haystack = "hay" },
		"chunk 0":             func(c *recall.Config) { c.Chunk = 0 },
		"share 0":             func(c *recall.Config) { c.NeedleShare = 0 },
		"share not a number":  func(c *recall.Config) { c.NeedleShare = math.NaN() },
		"share above 1":       func(c *recall.Config) { c.NeedleShare = 1.1 },
		"negative needles":    func(c *recall.Config) { c.Needles = -1 },
		"no training length":  func(c *recall.Config) { c.TrainLength = 0 },
		"offset of a slot":    func(c *recall.Config) { c.Offset = 2 },
		"nothing set, at all": func(c *recall.Config) { *c = recall.Config{} },
	} {
		c := recall.Plain()
		fault(&c)
		if _, err := recall.New(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSampleErrors(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	for _, size := range [][2]int{{0, 0}, {10, 10}, {10, 1}, {3, 2}, {data.MaxLength + 1, 4}, {-8, -9}} {
		if _, err := task.Sample(1, 0, size[0], size[1]); err == nil {
			t.Errorf("length %d, tail %d: no error", size[0], size[1])
		}
		if got := task.Queries(size[0], size[1]); got != 0 {
			t.Errorf("length %d, tail %d: Queries = %d, want 0", size[0], size[1], got)
		}
	}
}

func TestTokenNames(t *testing.T) {
	for _, tt := range []struct {
		config recall.Config
		ids    []int32
		want   string
	}{
		{recall.Plain(), []int32{0, 31, 32, 47, 48, 63, 64, -1}, "k0 k31 v0 v15 n0 n15 ? ?"},
		{recall.Conjunctive(), []int32{0, 7, 8, 15, 16, 47, 48, 79, 80}, "a0 a7 b0 b7 v0 v31 n0 n31 ?"},
	} {
		if got := show(newSymbols(t, tt.config), tt.ids); got != tt.want {
			t.Errorf("%v are shown as %q, want %q", tt.ids, got, tt.want)
		}
	}
}
