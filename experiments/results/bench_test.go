package results

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// manyRows is what a grid of evaluations gives: 3 seeds × 40 sequences × 24 queries of a variant at random picks of 8192 chunks.
func manyRows(picks bool) []Row {
	random := rand.New(rand.NewPCG(1, 1))
	var rows []Row
	for seed := range 3 {
		for sample := range 40 {
			for query := range 24 {
				r := testRow()
				r.Seed, r.Sample, r.Query = int64(seed), sample, query
				r.Depth, r.GoldWeight = float64(random.IntN(100))/100, float64(random.IntN(1000))/1000
				r.GoldChunk, r.Answer = random.IntN(8192), "v"+string(rune('a'+random.IntN(16)))
				r.Predicted = r.Answer
				r.Picked = []int{r.GoldChunk, random.IntN(8192), random.IntN(8192), random.IntN(8192)}
				if !picks {
					r.Picked = nil
				}
				rows = append(rows, r)
			}
		}
	}
	return rows
}

// BenchmarkRowSize reports the bytes that one row takes in a file, plain and compressed, with picks and without.
func BenchmarkRowSize(b *testing.B) {
	for name, picks := range map[string]bool{"picks": true, "no-picks": false} {
		b.Run(name, func(b *testing.B) {
			rows := manyRows(picks)
			var plain, small bytes.Buffer
			for b.Loop() {
				plain.Reset()
				small.Reset()
				if err := Encode(&plain, rows); err != nil {
					b.Fatal(err)
				}
				if err := encodeGzip(&small, rows); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(plain.Len())/float64(len(rows)), "B/row")
			b.ReportMetric(float64(small.Len())/float64(len(rows)), "B/row-gz")
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	rows := manyRows(true)
	var file bytes.Buffer
	if err := Encode(&file, rows); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		for _, err := range Decode(bytes.NewReader(file.Bytes())) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/row")
}

func BenchmarkAggregate(b *testing.B) {
	rows := manyRows(false)
	for b.Loop() {
		if _, err := Aggregate(rows, ByVariantLength, Accuracy, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
