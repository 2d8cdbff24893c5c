package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/samples"
	"github.com/hsalab/hsalab/data/tokenizer"
)

type inspectCmd struct {
	File      string `arg:"" predictor:"file" help:"Samples: RULER's JSON lines, BABILong's CSV, or our JSON lines with evidence."`
	Index     int    `default:"0" placeholder:"N" help:"Which sample of the file, from 0."`
	Tokenizer string `predictor:"file" placeholder:"NAME|PATH" help:"Show it under this tokenizer (default: the one of the file, or hsalab-4k)."`
	Chunk     int    `default:"0" placeholder:"N" help:"Chunk size in tokens (default: that of the file, or 64)."`
	Full      bool   `help:"Show the whole text, not only what surrounds the evidence."`
	Most      int    `default:"12" placeholder:"N" help:"Show at most so many pieces of evidence (default: ${default})."`
}

// Run shows a sample.
func (i *inspectCmd) Run(c *console) error {
	if i.Index < 0 || i.Chunk < 0 || i.Most < 1 {
		return errorf("--index %d, --chunk %d, --most %d: want an index of 0 or more, a chunk size and a number of pieces of 1 or more", i.Index, i.Chunk, i.Most)
	}
	v, err := i.view()
	if err != nil {
		return err
	}
	c.view(v, i.Most, i.Full)
	return nil
}

// view reads the sample in whatever form the file has.
func (i *inspectCmd) view() (view, error) {
	f, err := os.Open(i.File)
	if err != nil {
		return view{}, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	if strings.EqualFold(filepath.Ext(i.File), ".csv") {
		return i.babilong(in)
	}
	if ours(in) {
		return nth(i, samples.Read(in), i.line)
	}
	return nth(i, ruler.Read(in), func(r ruler.Record) (view, error) {
		return i.unmarked(data.TextSample{Task: "RULER", Input: r.Input, AnswerPrefix: r.AnswerPrefix, Outputs: r.Outputs, Length: r.Length})
	})
}

// ours reports whether lines are samples with evidence: they begin with the task.
func ours(in *bufio.Reader) bool {
	head, _ := in.Peek(64)
	dec := json.NewDecoder(bytes.NewReader(head))
	dec.Token() // the brace
	key, err := dec.Token()
	return err == nil && key == "task"
}

// nth makes a view of the sample that the flags ask for.
func nth[T any](i *inspectCmd, seq iter.Seq2[T, error], show func(T) (view, error)) (view, error) {
	n := 0
	for sample, err := range seq {
		if err != nil {
			return view{}, fmt.Errorf("%s: %w", i.File, err)
		}
		if n == i.Index {
			return show(sample)
		}
		n++
	}
	return view{}, errorf("--index %d: %s has %d samples, the first is 0", i.Index, i.File, n)
}

// babilong reads a row of BABILong's CSV.
func (i *inspectCmd) babilong(r io.Reader) (view, error) {
	rows, err := babilong.ReadCSV(r)
	if err != nil {
		return view{}, fmt.Errorf("%s: %w", i.File, err)
	}
	seq := numbered(len(rows), func(n int) (babilong.Row, error) { return rows[n], nil })
	return nth(i, seq, func(r babilong.Row) (view, error) {
		return i.unmarked(data.TextSample{Task: "BABILong", Input: r.Input, AnswerPrefix: "\n" + r.Question, Outputs: strings.Split(r.Target, ",")})
	})
}

// line is a view of one of our lines: as the file has it, or under another tokenizer.
func (i *inspectCmd) line(s samples.Sample) (view, error) {
	t, title := s.Text(), fmt.Sprintf("%s, sample %d of seed %d", printable(s.Task), s.Index, s.Seed)
	if s.Tokens == nil || i.Tokenizer != "" {
		v, err := i.located(t, s.Tokenizer, s.Chunk)
		v.title = title
		return v, err
	}
	v := view{title: title, sample: t, tokenizer: s.Tokenizer, chunk: cmp.Or(i.Chunk, s.Chunk), tokens: len(s.Tokens)}
	for n, e := range t.Evidence {
		t.Evidence[n].Chunks = e.Tokens.Chunks(v.chunk)
	}
	if s.Tokenizer == samples.Spaced {
		words := strings.Split(s.Input, " ")
		if len(words) != len(s.Tokens) {
			return view{}, errorf("%s: sample %d has %d words and %d tokens: give a file that hsalab data has written", i.File, i.Index, len(words), len(s.Tokens))
		}
		v.token = func(n int) string { return words[n] }
		return v, nil
	}
	tok, err := tokenizer.Open(s.Tokenizer)
	if err == nil && tok.Hash() != s.TokenizerHash {
		err = errors.New("it is another one of that name")
	}
	if err != nil {
		return view{}, fmt.Errorf("%s has tokens of %s: %w: name the tokenizer with --tokenizer", i.File, s.Tokenizer, err)
	}
	v.token = func(n int) string { return tok.Decode(s.Tokens[n : n+1]) }
	return v, nil
}

// unmarked is a view of a sample whose file names no evidence: what is marked is where its answers stand.
func (i *inspectCmd) unmarked(s data.TextSample) (view, error) {
	s.Evidence = occurrences(s.Input, s.Outputs)
	v, err := i.located(s, tokenizer.DefaultName, 64)
	v.title = fmt.Sprintf("%s, sample %d of the file", s.Task, i.Index)
	v.note = "The file does not say what the answer rests on: marked is where an answer stands."
	return v, err
}

// located is a view of a text sample under the tokenizer and chunk size of the flags, or else the given ones.
func (i *inspectCmd) located(s data.TextSample, name string, chunk int) (view, error) {
	chunk = cmp.Or(i.Chunk, chunk)
	tok, err := tokenizer.Open(cmp.Or(i.Tokenizer, name))
	if err != nil {
		return view{}, fmt.Errorf("%w; name another with --tokenizer", err)
	}
	s, tokens, err := s.Locate(tok, chunk)
	return view{
		sample: s, tokenizer: tok.Name(), chunk: chunk, tokens: len(tokens),
		token: func(n int) string { return tok.Decode(tokens[n : n+1]) },
	}, err
}

// occurrences are all places of the answers in a text, in order.
func occurrences(text string, answers []string) []data.Evidence {
	var quoted []string
	for _, answer := range answers {
		if answer != "" {
			quoted = append(quoted, regexp.QuoteMeta(answer))
		}
	}
	if len(quoted) == 0 {
		return nil
	}
	var found []data.Evidence
	for _, at := range regexp.MustCompile(strings.Join(quoted, "|")).FindAllStringIndex(text, -1) {
		found = append(found, data.Evidence{Text: text[at[0]:at[1]], Bytes: data.Span{Start: at[0], End: at[1]}})
	}
	return found
}
