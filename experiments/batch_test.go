package experiments

import (
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

func conjunctiveSamples(t *testing.T, n, length int) []data.Sample {
	t.Helper()
	task, err := recall.New(recall.Conjunctive())
	if err != nil {
		t.Fatal(err)
	}
	samples := make([]data.Sample, n)
	for i := range samples {
		if samples[i], err = task.Sample(7, i, length, data.TrainTail(length)); err != nil {
			t.Fatal(err)
		}
	}
	return samples
}

func TestMakeBatch(t *testing.T) {
	samples := conjunctiveSamples(t, 3, 64)
	b, err := MakeBatch(samples, 8, false)
	if err != nil {
		t.Fatal(err)
	}
	if b.B != 3 || b.L != 64 || b.Tail != 24 || b.SameKey != nil {
		t.Errorf("B %d, L %d, tail %d, same-key marks %d", b.B, b.L, b.Tail, len(b.SameKey))
	}
	for n, s := range samples {
		for i, q := range s.Queries {
			at := n*b.Q + i
			if b.Positions[at] != int32(q.Position) || b.Answers[at] != q.Answer || b.Gold[at] != int32(q.Chunk) || b.Weights[at] != 1 {
				t.Errorf("sample %d, question %d differs", n, i)
			}
			if s.Tokens[b.Positions[at]+1] != b.Answers[at] {
				t.Errorf("sample %d, question %d: the answer is not the next token", n, i)
			}
		}
	}
	if _, err := MakeBatch(append(samples, conjunctiveSamples(t, 1, 32)...), 8, false); err == nil {
		t.Error("samples of two lengths made one batch")
	}
}

// TestSameKeyMarks compares the marks with a search through all needles of the batch.
func TestSameKeyMarks(t *testing.T) {
	const chunk = 8
	samples := conjunctiveSamples(t, 8, 128)
	b, err := MakeBatch(samples, chunk, true)
	if err != nil {
		t.Fatal(err)
	}
	chunks := b.L / chunk
	shared := 0
	for n, s := range samples {
		for i, q := range s.Queries {
			for m, other := range samples {
				for c := range chunks {
					want := float32(0)
					if c >= (b.L-b.Tail)/chunk {
						want = 1
					}
					for _, needle := range other.Needles {
						if int(needle.Key) == q.Key && int(needle.Value)/chunk == c && (m != n || c != q.Chunk) {
							want = 1
							shared++
						}
					}
					if got := b.SameKey[((n*b.Q+i)*b.B+m)*chunks+c]; got != want {
						t.Fatalf("sample %d question %d: mark %v for chunk %d of sample %d, want %v", n, i, got, c, m, want)
					}
				}
			}
		}
	}
	if shared == 0 {
		t.Error("no two samples share a key: the test shows nothing")
	}
}
