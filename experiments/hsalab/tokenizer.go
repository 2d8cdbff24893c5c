package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/corpus/source"
	"github.com/hsalab/hsalab/data/tokenizer"
)

type tokenizerCmd struct {
	Train tokenizerTrainCmd `cmd:"" help:"Train a byte-level BPE tokenizer and write its tokenizer.json."`
	Show  tokenizerShowCmd  `cmd:"" help:"Show what a tokenizer is, and the tokens of a text."`
}

type tokenizerTrainCmd struct {
	Vocab  int    `required:"" placeholder:"N" help:"Entries: the end of a document, 256 bytes, and merges."`
	Corpus string `required:"" predictor:"file" placeholder:"NAME|PATH" help:"Texts: opticks, go-docs, go-source, a file or folder (text, .jsonl, .parquet), hf:OWNER/NAME; NAME*8 for eight times, NAME*0.25 for a quarter, A+B for both."`
	Split  string `default:"train" enum:"train,validation,haystack,all" help:"Which documents: ${enum}."`
	Field  string `default:"text" placeholder:"NAME" help:"Field of .jsonl or column of .parquet that holds the text."`
	Out    string `required:"" predictor:"file" placeholder:"FILE" help:"tokenizer.json to write, gzipped if the name ends in .gz."`
}

// Run trains. The same texts give the same file on every machine.
func (t *tokenizerTrainCmd) Run(ctx context.Context, c *console) error {
	if info, err := os.Stat(filepath.Dir(t.Out)); err != nil || !info.IsDir() {
		return errorf("--out %s: there is no folder %s: make it first", t.Out, filepath.Dir(t.Out))
	}
	split := corpus.Split(t.Split)
	if t.Split == "all" {
		split = ""
	}
	texts, err := source.Open(ctx, t.Corpus, source.Options{Field: t.Field, Split: split})
	if err != nil {
		return err
	}
	digest := corpus.NewDigest()
	m := c.meter(0)
	trained, err := tokenizer.Train(digested(ctx, texts, digest), tokenizer.Spec{Vocab: t.Vocab, Name: fileStem(t.Out), Progress: trainProgress(m)})
	m.close()
	if err != nil {
		return err
	}
	if err := trained.Save(t.Out); err != nil {
		return err
	}
	sum := digest.Summary()
	c.say("%s: %d entries, hash %s", t.Out, trained.Vocab(), trained.Hash())
	c.say("trained on %d documents of %d bytes with the hash %s", sum.Documents, sum.Bytes, sum.Hash)
	return nil
}

// fileStem is the name of a file without its folder and endings.
func fileStem(path string) string {
	name, _, _ := strings.Cut(filepath.Base(path), ".")
	return name
}

// digested is the texts of a corpus, summed up as they pass, until ctx ends.
func digested(ctx context.Context, c corpus.Corpus, digest *corpus.Digest) func(func(string, error) bool) {
	return func(yield func(string, error) bool) {
		for d, err := range c.Documents() {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			digest.Add(d)
			if !yield(d.Text, err) || err != nil {
				return
			}
		}
	}
}

// trainProgress shows how far training is. The end of reading is not known.
func trainProgress(m *meter) func(tokenizer.Progress) {
	start, phase := time.Now(), ""
	return func(p tokenizer.Progress) {
		if p.Phase != phase {
			start, phase = time.Now(), p.Phase
		}
		var left time.Duration
		if p.Done > 0 && p.Total > 0 {
			left = time.Since(start) / time.Duration(p.Done) * time.Duration(p.Total-p.Done)
		}
		if m.bar != nil && p.Total > 0 {
			m.bar.ChangeMax(p.Total)
		}
		m.set(p.Done, left, fmt.Sprintf("%s: %d", p.Phase, p.Done))
	}
}

type tokenizerShowCmd struct {
	Name string `arg:"" optional:"" default:"hsalab-4k" predictor:"file" help:"hsalab-4k, bytes, the path of a tokenizer.json, or words:PATH of a vocabulary."`
	Text string `arg:"" optional:"" help:"Text whose tokens are shown."`
}

// Run shows a tokenizer.
func (s *tokenizerShowCmd) Run(c *console) error {
	tok, err := tokenizer.Open(s.Name)
	if err != nil {
		return err
	}
	c.say("%s: %d entries, hash %s", tok.Name(), tok.Vocab(), tok.Hash())
	if tok.EOS() >= 0 {
		c.say("end of a document: token %d, %s", tok.EOS(), c.tokenText(tok, tok.EOS()))
	}
	if s.Text == "" {
		return nil
	}
	tokens := tok.Encode(s.Text)
	c.say("%d tokens for %d bytes:", len(tokens), len(s.Text))
	for _, id := range tokens {
		c.say("%6d  %s", id, c.tokenText(tok, id))
	}
	return nil
}

// tokenText is how a token is shown: quoted, so that spaces can be seen.
func (c *console) tokenText(tok data.Tokenizer, id int32) string {
	text := tok.Decode([]int32{id})
	if c.text.ASCII {
		return fmt.Sprintf("%+q", text)
	}
	return fmt.Sprintf("%q", text)
}
