package yourtext

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/quickstart"
	"github.com/hsalab/hsalab/notebooks/show"
)

// maxText is the longest file that is read, in bytes.
const maxText = 64 << 20

// Page is a text with needles. Making one reads at most its file, so that it can be a variable of a notebook; what is
// wrong with it ends the cell that uses it.
type Page struct {
	text    string
	needles []recall.Needle
	err     error
}

// Text is a text as it stands in the cell.
func Text(text string, needles ...recall.Needle) Page { return Page{text: text, needles: needles} }

// File is a text file; the path is from the directory of the notebook.
func File(path string, needles ...recall.Needle) Page {
	text, err := readFile(path)
	return Page{text: text, needles: needles, err: err}
}

func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("yourtext: %w: name a text file, by its path from the directory of the notebook", err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if err == nil && len(raw) > maxText {
		err = fmt.Errorf("longer than %d MB: cut it, or use \"hsalab ask --text\"", maxText>>20)
	}
	if err != nil {
		return "", fmt.Errorf("yourtext: %s: %w", path, err)
	}
	return string(raw), nil
}

// reader is a page with the model that reads it.
type reader struct {
	Page
	keys    []string // that can be asked about
	probe   *experiments.Probe
	trained *experiments.Trained
	model   *hsa.Model
}

func (p Page) open() (*reader, error) {
	if p.err != nil {
		return nil, p.err
	}
	r := &reader{Page: p, keys: experiments.Askable(p.text, p.needles)}
	if len(r.keys) == 0 {
		return nil, errors.New("yourtext: the text says nothing that can be asked about: write \"magic lemon is otter.\" into it, or hide a needle")
	}
	var err error
	if r.trained, err = experiments.Open(quickstart.TextModel); err != nil {
		return nil, err
	}
	if r.probe, err = experiments.Compose(r.trained, p.text, p.needles, r.keys); err != nil {
		return nil, err
	}
	r.model, err = r.trained.Model("")
	return r, err
}

func (r *reader) read(ctx context.Context) (*experiments.Reading, error) {
	reading, err := r.probe.Read(ctx, r.model, hsa.TailOptions{})
	if err == nil {
		reading.Weights = r.trained.Name + " " + r.trained.Hash()
	}
	return reading, err
}

// Ask has the model read the text and answer about every key that it names. It shows the answers and the retrieval heat
// map.
func (p Page) Ask() {
	r, err := p.open()
	show.Check(err)
	defer r.model.Close()
	reading, err := r.read(context.Background())
	show.Check(err)
	show.Figures(reading.Table(), reading.Map())
}

// Walk goes through the retrieval for the question about a key step by step.
func (p Page) Walk(key string) {
	r, err := p.open()
	show.Check(err)
	defer r.model.Close()
	i, err := r.question(key)
	show.Check(err)
	show.Figure(r.probe.Walk(context.Background(), r.model, i))
}

// question is the number of the question about a key.
func (r *reader) question(key string) (int, error) {
	i := slices.Index(r.keys, key)
	if i < 0 {
		return 0, fmt.Errorf("yourtext: nothing in the text says what magic %s is; it can be asked about: %v", key, r.keys)
	}
	return i, nil
}
