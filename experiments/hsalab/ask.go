package main

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
)

type askCmd struct {
	backendFlag
	Questions []string `arg:"" optional:"" name:"question" help:"What to ask, such as lemon or 'what is magic lemon?' (default: about every needle)."`
	Text      string   `predictor:"file" placeholder:"FILE" help:"Text file to read (default: 8000 words of Newton's Opticks)."`
	Needle    []string `sep:"none" placeholder:"KEY=VALUE@DEPTH" help:"Hide \"magic KEY is VALUE .\" at DEPTH, 0 the start and 1 the end of the text; may be repeated (default: lemon=otter@0.3 in the book, none in a text of yours)."`
	Model     string   `default:"nano-text" predictor:"model" help:"The text model that reads."`
	TopK      topK     `name:"top-k" default:"training" placeholder:"N|all" help:"Chunks each token picks: a number, all, or training for as in training."`
}

const (
	bookWords = 8000
	maxText   = 256 << 20 // bytes
)

// Help lists the words that needles are made of.
func (*askCmd) Help() string {
	return "Keys: " + join(recall.KeyWords()) + ".\n\nValues: " + join(recall.ValueWords()) + ".\n\n" +
		"Needles that the text itself states in these words, \"magic lemon is otter .\", can be asked about too."
}

// Run reads the text and prints the answers and the heat map.
func (a *askCmd) Run(ctx context.Context, c *console) error {
	needles, err := parseNeedles(a.Needle)
	if err != nil {
		return err
	}
	text, err := a.text()
	if err != nil {
		return err
	}
	if len(needles) == 0 && a.Text == "" {
		needles = []recall.Needle{{Key: "lemon", Value: "otter", Depth: 0.3}}
	}
	questions := a.Questions
	if len(questions) == 0 {
		if questions = experiments.Askable(text, needles); len(questions) == 0 {
			return errorf("nothing to ask about: hide a needle in the text, such as --needle lemon=otter@0.3")
		}
	}
	trained, err := experiments.Open(a.Model)
	if err != nil {
		return err
	}
	reading, err := experiments.Ask(ctx, trained, text, needles, questions, experiments.AskOptions{Backend: a.Backend, TopK: int(a.TopK)})
	if err != nil {
		return err
	}
	return c.reading(reading)
}

// text is the reader's file, or a stretch of the book.
func (a *askCmd) text() (string, error) {
	if a.Text == "" {
		return experiments.Book(bookWords, 0)
	}
	info, err := os.Stat(a.Text)
	if err != nil {
		return "", err
	}
	if info.Size() > maxText {
		return "", errorf("--text %s: %s is too much: want at most %s", a.Text, size(info.Size()), size(maxText))
	}
	raw, err := os.ReadFile(a.Text)
	if err == nil && (!utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0) {
		err = errorf("--text %s: not a text in UTF-8", a.Text)
	}
	return string(raw), err
}

// reading prints answers and heat map.
func (c *console) reading(r *experiments.Reading) error {
	for _, a := range r.Answers {
		verdict := "right"
		if !a.Correct {
			verdict = "wrong, it is " + a.Right
		}
		c.say("%s", a.Question)
		c.say("  answer  %s (%s)", a.Predicted, verdict)
		if a.TopChunk >= 0 {
			c.say("  from    chunk %d of %d, weight %.2f: %s", a.TopChunk, len(r.Sample.Tokens)/r.ChunkSize(), a.TopWeight, a.TopText)
		}
	}
	c.say("")
	return c.show(r.Map())
}

// parseNeedles reads KEY=VALUE@DEPTH; without a depth the needle lies in the middle.
func parseNeedles(list []string) ([]recall.Needle, error) {
	var needles []recall.Needle
	for _, s := range list {
		key, rest, ok := strings.Cut(s, "=")
		value, at, placed := strings.Cut(rest, "@")
		n := recall.Needle{Key: key, Value: value, Depth: 0.5}
		if placed {
			depth, err := strconv.ParseFloat(at, 64)
			ok = ok && err == nil
			n.Depth = depth
		}
		if !ok {
			return nil, errorf("--needle %q: want KEY=VALUE@DEPTH, such as lemon=otter@0.3", s)
		}
		needles = append(needles, n)
	}
	return needles, nil
}
