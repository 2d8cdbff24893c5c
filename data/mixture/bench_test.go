package mixture_test

import (
	"context"
	"testing"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// BenchmarkStream is tokens per second of a stream with one worker: text alone, tasks alone, both.
func BenchmarkStream(b *testing.B) {
	s := text(b)
	sources := []mixture.Source{s, plain(b, s.Vocab()), mixture.NewNeedles(maker(b), needles.SingleNeedle, 1, s, "pack")}
	for task := babi.Task(1); task <= 5; task++ {
		stories, err := mixture.NewBABILong(taskpack.Ours(), task, standard(b), s)
		if err != nil {
			b.Fatal(err)
		}
		sources = append(sources, stories)
	}
	of := func(length int, tasks map[string]float64) func(*mixture.Config) {
		return func(c *mixture.Config) {
			c.Text, c.Tasks, c.Lengths = 0, tasks, []mixture.Shape{{Length: length, Sequences: 1 << 15 / length, Share: 1}}
		}
	}
	for name, change := range map[string]func(*mixture.Config){
		"text":         func(c *mixture.Config) { c.Tasks = nil },
		"recall":       func(c *mixture.Config) { c.Text = 0 },
		"needles":      of(4096, map[string]float64{"S-N": 1}),
		"babilong qa1": of(4096, map[string]float64{"babilong/qa1": 1}),
		"babilong qa3": of(4096, map[string]float64{"babilong/qa3": 1}),
		"short qa1":    of(512, map[string]float64{"babilong/qa1": 1}),
		"short qa2":    of(512, map[string]float64{"babilong/qa2": 1}),
		"short qa3":    of(512, map[string]float64{"babilong/qa3": 1}),
		"short qa5":    of(512, map[string]float64{"babilong/qa5": 1}),
		"mixed":        func(*mixture.Config) {},
	} {
		b.Run(name, func(b *testing.B) {
			c := config()
			change(&c)
			m, err := mixture.New(c, sources...)
			if err != nil {
				b.Fatal(err)
			}
			stream, err := m.Stream(context.Background(), m.Start(), mixture.StreamOptions{})
			if err != nil {
				b.Fatal(err)
			}
			defer stream.Close()
			tokens := 0
			for b.Loop() {
				batch, err := stream.Next()
				if err != nil {
					b.Fatal(err)
				}
				tokens += batch.Length * len(batch.Sequences)
			}
			b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

// BenchmarkTokenize is the making of a token cache of Opticks.
func BenchmarkTokenize(b *testing.B) {
	c, err := corpus.OpticksCorpus()
	if err != nil {
		b.Skip(err)
	}
	tok, err := tokenizer.Default()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		tokens, err := mixture.Tokenize(context.Background(), b.TempDir(), c, tok, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(tokens.Info().Bytes)
		tokens.Close()
	}
}
