package source

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/data/corpus"
)

// Options say how a corpus is read.
type Options struct {
	Field string       // field of JSONL, column of Parquet; "" stands for "text"
	Split corpus.Split // documents to keep; "" keeps all
}

// HubOptions say which files of a dataset are read, and how.
type HubOptions struct {
	Field    string // field or column of the text; "" stands for "text"
	Revision string // branch or commit; "" stands for "main"
	Folder   string // only files whose path begins so, such as "default/train"; "" takes all
	Endpoint string // address of the hub; "" is the usual one, or HF_ENDPOINT
	Cache    string // folder that files are kept in; "" is the hub's usual one
	Token    string // for datasets that need one
}

// hubPrefix begins the name of a dataset of the Hugging Face hub.
const hubPrefix = "hf:"

// Open opens a corpus by its name, as the package documentation lists them. Only a dataset of the hub is fetched here,
// within ctx; files are opened when their documents are read.
func Open(ctx context.Context, name string, o Options) (corpus.Corpus, error) {
	if o.Field == "" {
		o.Field = "text"
	}
	switch o.Split {
	case "", corpus.Train, corpus.Validation, corpus.Haystack:
	default:
		return corpus.Corpus{}, fmt.Errorf("source: split %q: want %q, %q or %q", o.Split, corpus.Train, corpus.Validation, corpus.Haystack)
	}
	var parts []corpus.Corpus
	for part := range strings.SplitSeq(name, "+") {
		c, err := openTimes(ctx, part, o)
		if err != nil {
			return corpus.Corpus{}, err
		}
		parts = append(parts, c...)
	}
	all := parts[0]
	if len(parts) > 1 {
		all = corpus.New(name, corpus.Join(parts...).Identity(), corpus.Join(parts...).Documents())
	}
	if o.Split != "" {
		all = all.Only(o.Split)
	}
	return all, nil
}

// mostTimes is how often a corpus may be repeated.
const mostTimes = 1000

// openTimes opens NAME or NAME*times.
func openTimes(ctx context.Context, name string, o Options) ([]corpus.Corpus, error) {
	name, factor, weighted := strings.Cut(strings.TrimSpace(name), "*")
	times := 1.0
	if weighted {
		var err error
		times, err = strconv.ParseFloat(factor, 64)
		if err != nil || !(times > 0 && times <= mostTimes) {
			return nil, fmt.Errorf("source: %s*%s: want a factor above 0, at most %d, such as 8 or 0.25", name, factor, mostTimes)
		}
	}
	c, err := openOne(ctx, name, o)
	if err != nil {
		return nil, err
	}
	whole, rest := math.Modf(times)
	var parts []corpus.Corpus
	for range int(whole) {
		parts = append(parts, c)
	}
	if rest > 0 {
		parts = append(parts, c.Share(rest))
	}
	return parts, nil
}

func openOne(ctx context.Context, name string, o Options) (corpus.Corpus, error) {
	switch {
	case name == "":
		return corpus.Corpus{}, fmt.Errorf("source: no corpus is named: want opticks, go-docs, go-source, a path or %sOWNER/NAME", hubPrefix)
	case name == "opticks":
		return corpus.OpticksCorpus()
	case name == "go-docs":
		return corpus.GoDocs()
	case name == "go-source":
		return corpus.GoSource()
	case strings.HasPrefix(name, hubPrefix):
		return Hub(ctx, strings.TrimPrefix(name, hubPrefix), HubOptions{Field: o.Field})
	}
	return Files(name, o.Field)
}
