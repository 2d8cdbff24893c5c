package main

import (
	"context"
	"io"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/samples"
)

type needlesCmd struct {
	Task string `required:"" placeholder:"NAME" help:"S-N (one needle), MQ-N (six, two asked for), VT (chains of assignments) or FWE (frequent words)."`
	streamFlags
	textFlags
	Depth  *depth `placeholder:"PERCENT" help:"Put a needle that is asked for at this depth (default: anywhere)."`
	Key    string `default:"digits" enum:"digits,tokens" help:"What the key of S-N is made of: ${enum}; the group's are random tokens."`
	Size   int    `default:"0" placeholder:"N" help:"Digits or tokens of the key of S-N, words of FWE (default: as the group has it)."`
	Repeat bool   `help:"Go round where a sample is longer than the text."`
	haystackFlags
	Chunk int `default:"64" placeholder:"N" help:"Chunk size in tokens (default: ${default})."`
}

// Run writes the samples, whole token sequences with their evidence.
func (n *needlesCmd) Run(ctx context.Context, c *console) error {
	if err := n.check(); err != nil {
		return err
	}
	task, err := needles.ParseTask(n.Task)
	if err != nil {
		return err
	}
	tok, pack, err := n.open()
	if err != nil {
		return err
	}
	maker, err := needles.New(pack.HSAGroup, tok)
	if err != nil {
		return err
	}
	text, err := n.essay(ctx, n.Length)
	if err != nil {
		return err
	}
	haystack := tok.Encode(text)
	lines := numbered(n.Samples, func(i int) (samples.Sample, error) {
		sample, err := maker.Make(n.config(task, i), n.source(haystack, i))
		if err != nil {
			return samples.Sample{}, err
		}
		return samples.FromNeedles(sample, tok, n.Chunk)
	})
	return c.write(n.Out, func(w io.Writer) error { return samples.Write(w, watched(ctx, c, n.Samples, lines)) })
}

// config is that of sample number i.
func (n *needlesCmd) config(task needles.Task, i int) needles.Config {
	config := needles.Config{Task: task, Length: n.Length, Depth: needles.RandomDepth, Seed: n.Seed, Index: i, Size: n.Size}
	if n.Depth != nil {
		config.Depth = float64(*n.Depth) / 100
	}
	if n.Key == "digits" {
		config.Key = needles.DigitKey
	}
	return config
}

// source is the haystack of sample number i: a stretch of the text from a random place on.
func (n *needlesCmd) source(text []int32, i int) needles.Source {
	rng := data.Rand("hsalab data needles", uint64(n.Seed), uint64(i))
	return func(length int) ([]int32, error) {
		if length <= len(text) {
			start := rng.IntN(len(text) - length + 1)
			return text[start : start+length], nil
		}
		if !n.Repeat || len(text) == 0 {
			return nil, errorf("--corpus %s: its text has %d tokens, a haystack takes %d: give a longer text, such as --corpus opticks+go-docs, or --repeat to go round",
				n.Corpus, len(text), length)
		}
		start := rng.IntN(len(text))
		haystack := make([]int32, 0, length)
		for len(haystack) < length {
			haystack = append(haystack, text[start:min(len(text), start+length-len(haystack))]...)
			start = 0
		}
		return haystack, nil
	}
}
