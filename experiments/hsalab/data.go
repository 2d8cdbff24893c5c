package main

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

type dataCmd struct {
	RULER       rulerCmd       `cmd:"" name:"ruler" help:"Write samples of NVIDIA's RULER: 13 tasks, JSON lines."`
	BABILong    babilongCmd    `cmd:"" name:"babilong" help:"Write samples of BABILong: 20 tasks, CSV."`
	Needles     needlesCmd     `cmd:"" help:"Write samples of the HSA group's tasks: S-N, MQ-N, VT and FWE, as tokens."`
	Recall      recallCmd      `cmd:"" help:"Write samples of the recall tasks that nano models learn, as tokens."`
	ImportRULER importRULERCmd `cmd:"" name:"import-ruler" help:"Make a task pack of a copy of RULER: with it, samples are byte-equal to RULER's own."`
	Inspect     inspectCmd     `cmd:"" help:"Show a sample of a file with its evidence marked, its tokens and chunks."`
}

// streamFlags say which samples are written where.
type streamFlags struct {
	Length  int    `default:"4096" placeholder:"N" help:"Tokens of a sample, its answer included (default: ${default})."`
	Samples int    `default:"10" placeholder:"N" help:"How many samples (default: ${default})."`
	Seed    int64  `default:"42" help:"Seed of the stream."`
	Out     string `default:"-" predictor:"file" placeholder:"FILE" help:"File to write; it appears when it is whole. - is standard output."`
}

// textFlags say how samples of text are made.
type textFlags struct {
	Tokenizer string `default:"hsalab-4k" predictor:"file" placeholder:"NAME|PATH" help:"What counts as a token: hsalab-4k, bytes, the path of a tokenizer.json, or words:PATH of a vocabulary (default: ${default})."`
	Pack      string `predictor:"file" placeholder:"FILE" help:"Task pack with the texts of the tasks (default: our own; see hsalab data import-ruler)."`
}

// evidenceFlags say how evidence is written.
type evidenceFlags struct {
	Evidence bool `help:"Write JSON lines of our own, which say where the evidence lies: bytes, tokens, chunks."`
	Chunk    int  `default:"64" placeholder:"N" help:"Chunk size in tokens (default: ${default})."`
}

// open opens tokenizer and pack.
func (t textFlags) open() (data.Tokenizer, *taskpack.Pack, error) {
	tok, err := tokenizer.Open(t.Tokenizer)
	if err != nil {
		return nil, nil, err
	}
	pack, err := taskpack.Open(t.Pack)
	return tok, pack, err
}

// depth is where needles lie, in percent, as a flag.
type depth int

// UnmarshalText reads the flag.
func (d *depth) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 0 || n > 100 {
		return errorf("depth %s: want 0 (the start) to 100 (the end) percent", text)
	}
	*d = depth(n)
	return nil
}

// check refuses what no task can serve.
func (s streamFlags) check() error {
	switch {
	case s.Samples < 1:
		return errorf("--samples %d: want 1 or more", s.Samples)
	case s.Length < 1 || s.Length > data.MaxLength:
		return errorf("--length %d: want 1 to %d tokens", s.Length, data.MaxLength)
	}
	return nil
}

// watched is the samples as they pass: it shows how far they are and ends them when ctx does.
func watched[T any](ctx context.Context, c *console, total int, seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		m := c.meter(total)
		defer m.close()
		start, done := time.Now(), 0
		for sample, err := range seq {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			if !yield(sample, err) || err != nil {
				return
			}
			done++
			left := time.Since(start) / time.Duration(done) * time.Duration(total-done)
			m.set(done, left, fmt.Sprintf("%d of %d samples", done, total))
		}
	}
}

// numbered is the samples that make gives for 0 to before n. The first error ends them.
func numbered[T any](n int, make func(i int) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for i := range n {
			if sample, err := make(i); !yield(sample, err) || err != nil {
				return
			}
		}
	}
}

// mapped is a stream with each sample made into something else.
func mapped[S, T any](seq iter.Seq2[S, error], convert func(S) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for s, err := range seq {
			var t T
			if err == nil {
				t, err = convert(s)
			}
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}
