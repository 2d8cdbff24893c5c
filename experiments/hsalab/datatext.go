package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/corpus/source"
)

// haystackFlags say what text needles and facts are hidden in.
type haystackFlags struct {
	Corpus string `default:"opticks" predictor:"file" placeholder:"NAME|PATH" help:"Text to hide in: opticks, go-docs, go-source, a file or folder (text, .jsonl, .parquet), hf:OWNER/NAME, A+B for both; or the .json of RULER's essays or BABILong's background."`
	Split  string `default:"haystack" enum:"train,validation,haystack,all" help:"Which documents of it: ${enum}. Those of haystack, one in twenty, are never trained on. A .json is read whole."`
	Field  string `default:"text" placeholder:"NAME" help:"Field of .jsonl or column of .parquet that holds the text."`
}

// maxHaystack is the least number of bytes of a text that are read, if it has as many; more where samples are longer.
const maxHaystack = 64 << 20

// texts reads the documents, enough for samples of the given length.
func (h haystackFlags) texts(ctx context.Context, length int) ([]string, error) {
	if filepath.Ext(h.Corpus) == ".json" {
		return jsonTexts(h.Corpus)
	}
	split := corpus.Split(h.Split)
	if h.Split == "all" {
		split = ""
	}
	c, err := source.Open(ctx, h.Corpus, source.Options{Field: h.Field, Split: split})
	if err != nil {
		return nil, err
	}
	var texts []string
	read := 0
	for text, err := range c.Texts() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
		if read += len(text); read > max(maxHaystack, 8*length) {
			break
		}
	}
	if len(texts) == 0 {
		return nil, errorf("--corpus %s: no document of it is in split %s: give more text, or --split all", h.Corpus, h.Split)
	}
	return texts, nil
}

// essay is the documents as one text.
func (h haystackFlags) essay(ctx context.Context, length int) (string, error) {
	texts, err := h.texts(ctx, length)
	return strings.Join(texts, "\n\n"), err
}

// jsonTexts reads the text files that come with the benchmarks: {"text": …} or a list of these.
func jsonTexts(path string) ([]string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--corpus: %w", err)
	}
	type file struct{ Text string }
	var one file
	list := []file{}
	if json.Unmarshal(raw, &one) == nil {
		list = append(list, one)
	} else if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("--corpus %s: %w: want an object with a text, or a list of them", path, err)
	}
	var texts []string
	for _, f := range list {
		if f.Text != "" {
			texts = append(texts, f.Text)
		}
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("--corpus %s: %w", path, errors.New("it has no text: want an object with a text, or a list of them"))
	}
	return texts, nil
}
