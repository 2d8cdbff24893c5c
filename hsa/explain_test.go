package hsa

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// explained reads a text and explains one token in group 0.
func explained(t *testing.T, m *Model, tokens []int32, position int, o ExplainOptions) (*Stream, *Explanation) {
	t.Helper()
	s := m.NewStream(StreamOptions{Segment: 16, MaxTail: 32})
	t.Cleanup(s.Free)
	if err := s.Append(tokens); err != nil {
		t.Fatal(err)
	}
	e, err := s.Explain(position, 0, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, e
}

// plainNorm is RMSNorm without a scale.
func plainNorm(x []float32) []float64 {
	out, sum := make([]float64, len(x)), 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	for i, v := range x {
		out[i] = float64(v) / math.Sqrt(sum/float64(len(x))+epsInner)
	}
	return out
}

// TestExplainAgainstPlainArithmetic computes scores, the attention inside picks and the log masses from the chunk memory
// and the middle of the stream, in float64.
func TestExplainAgainstPlainArithmetic(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	values := livelyValues(c, 11)
	tokens := randomTokens(rand.New(rand.NewPCG(1, 7)), c.Vocab, 50)
	for _, topK := range []int{2, AllChunks} {
		s, e := explained(t, m, tokens, 45, ExplainOptions{TopK: topK, Mass: true})
		landmarks, k, _, err := s.memory.copyOut(0, s.Chunks())
		if err != nil {
			t.Fatal(err)
		}
		x := plainNorm(s.middle.rows(45, 1))
		u := times(widened(valuesOf(t, c, values, "groups.0.retrieval.q_proj.weight")), x)
		q := times(widened(valuesOf(t, c, values, "groups.0.hsa.q_proj.weight")), x)
		if e.Visible != c.Visible(45) || len(e.Heads) != 2 || len(e.Mass) != c.Heads {
			t.Fatalf("%d visible chunks, %d heads, masses of %d", e.Visible, len(e.Heads), len(e.Mass))
		}
		size := c.RetrievalDim / 2
		for h, head := range e.Heads {
			for chunk, score := range head.Scores {
				want := dot(u[h*size:(h+1)*size], widened(landmarks[chunk*c.RetrievalDim+h*size:][:size])) / math.Sqrt(float64(size))
				equalTo(t, "score", float64(score), want)
			}
			for _, pick := range head.Picks {
				if pick.Score != head.Scores[pick.Chunk] {
					t.Errorf("the pick of chunk %d has score %v, the chunk %v", pick.Chunk, pick.Score, head.Scores[pick.Chunk])
				}
				for i, inside := range pick.Inside {
					for j, l := range plainLogits(c, q, k, 2*h+i, pick.Chunk) {
						equalTo(t, "attention inside", math.Log(float64(inside[j])), l-float64(e.Mass[2*h+i][pick.Chunk]))
					}
				}
			}
		}
		for i, masses := range e.Mass {
			for chunk, mass := range masses {
				sum := 0.0
				for _, l := range plainLogits(c, q, k, i, chunk) {
					sum += math.Exp(l)
				}
				equalTo(t, "mass", float64(mass), math.Log(sum))
			}
		}
	}
}

// plainLogits are q·k_j/sqrt(D) of query head i over the keys of a chunk; k is [C S Hm·D].
func plainLogits(c Config, q []float64, k []float32, i, chunk int) []float64 {
	size, kv := c.HeadDim(), c.MemoryKVHeads
	memoryHead := i / (c.Heads / kv)
	out := make([]float64, c.Chunk)
	for j := range out {
		key := k[((chunk*c.Chunk+j)*kv+memoryHead)*size:][:size]
		out[j] = dot(q[i*size:(i+1)*size], widened(key)) / math.Sqrt(float64(size))
	}
	return out
}

func equalTo(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-5) {
		t.Errorf("%s %v, want %v", what, got, want)
	}
}

// TestExplainAgreesWithTail: every variant explains what a tail reports, and what the text says.
func TestExplainAgreesWithTail(t *testing.T) {
	eachVariant(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		tokens := randomTokens(rand.New(rand.NewPCG(1, 7)), c.Vocab, 50)
		s, e := explained(t, m, tokens, 46, ExplainOptions{})
		tail, err := s.Tail(4, TailOptions{AllScores: true, Trace: TraceBranches | TraceInside | TraceMass})
		if err != nil {
			t.Fatal(err)
		}
		if d := maxDiff(tail.Logits[:c.Vocab], e.Logits); d > 1e-5 {
			t.Errorf("logits differ by %g", d)
		}
		g := tail.Groups[0]
		for h, head := range e.Heads {
			row := tail.Row(h, 0)
			if d := maxDiff(g.AllScores[row], head.Scores); d > 1e-5 {
				t.Errorf("scores differ by %g", d)
			}
			for k, pick := range head.Picks {
				if pick.Chunk != g.Picks[row][k] || math.Abs(float64(pick.Weight-g.Weights[row][k])) > 1e-5 {
					t.Errorf("pick %d is %d with weight %v, in the tail %d with %v", k, pick.Chunk, pick.Weight, g.Picks[row][k], g.Weights[row][k])
				}
				for _, inside := range pick.Inside {
					checkInside(t, c, inside)
				}
			}
		}
		if b := e.Branches; !(b.Input > 0 && b.Retrieved > 0 && b.Output > 0) || (b.Window > 0) != (c.HSAWindow > 0) || (b.MLP > 0) != c.HSAMLP {
			t.Errorf("branches %+v", b)
		}
		if _, err := json.Marshal(e); err != nil {
			t.Error(err)
		}
	})
}

func checkInside(t *testing.T, c Config, inside []float32) {
	t.Helper()
	sum := 0.0
	for _, p := range inside {
		sum += float64(p)
	}
	less := c.OffByOne && c.Weighting != WeightNSA
	if len(inside) != c.Chunk || sum > 1+1e-5 || (!less && sum < 1-1e-5) {
		t.Errorf("attention inside a chunk over %d tokens sums to %v", len(inside), sum)
	}
}

// TestExplainEarly: a token that sees no chunk picks none and weighs none.
func TestExplainEarly(t *testing.T) {
	c := smallConfig()
	_, e := explained(t, testModel(t, c), []int32{1, 2, 3, 4, 5, 6}, 2, ExplainOptions{Mass: true})
	if e.Visible != 0 || len(e.Heads[0].Picks) != 0 || len(e.Mass[0]) != 0 || e.Branches.Retrieved != 0 {
		t.Errorf("explained %+v", e)
	}
	if d := largest(e.Logits); math.IsNaN(d) || math.IsInf(d, 0) || d == 0 {
		t.Errorf("logits %v", e.Logits)
	}
}

func TestExplainRefuses(t *testing.T) {
	c := smallConfig()
	s, _ := explained(t, testModel(t, c), make([]int32, 60), 59, ExplainOptions{})
	for _, test := range []struct {
		position, group, topK int
		says                  string
	}{
		{60, 0, 0, "a tail of 0"}, {-1, 0, 0, "a tail of 61"}, {20, 0, 0, "longer than the MaxTail 32"},
		{59, 1, 0, "group 1; the model has 1"}, {59, -1, 0, "group -1"}, {59, 0, -2, "a TopK of -2"},
	} {
		_, err := s.Explain(test.position, test.group, ExplainOptions{TopK: test.topK})
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: error %v", test, err)
		}
	}
}

// BenchmarkTrace compares a tail that reports only picks, scores and weights with one that reports everything.
func BenchmarkTrace(b *testing.B) {
	m := testModel(b, Nano(64))
	s := readText(b, m, 1<<12)
	for name, o := range map[string]TailOptions{
		"off": {}, "all": {AllScores: true, Trace: TraceBranches | TraceInside | TraceMass},
	} {
		b.Run(name, func(b *testing.B) {
			tail := func() {
				if _, err := s.Tail(48, o); err != nil {
					b.Fatal(err)
				}
			}
			tail() // compile
			b.ResetTimer()
			for b.Loop() {
				tail()
			}
		})
	}
}
