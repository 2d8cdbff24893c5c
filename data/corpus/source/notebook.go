//go:build notebook

package source

import (
	"context"
	"fmt"
	"iter"

	"github.com/hsalab/hsalab/data/corpus"
)

// Hub is refused in a cell of a notebook, with what to do instead.
func Hub(_ context.Context, id string, _ HubOptions) (corpus.Corpus, error) {
	return corpus.Corpus{}, tooHeavy("the dataset " + id + " of the hub")
}

// Parquet is refused in a cell of a notebook, with what to do instead.
func Parquet(path, _ string) iter.Seq2[corpus.Document, error] {
	return func(yield func(corpus.Document, error) bool) {
		yield(corpus.Document{}, tooHeavy(path))
	}
}

// tooHeavy says what a cell does that wants what its program is linked without.
func tooHeavy(what string) error {
	return fmt.Errorf("source: cells of a notebook read neither Parquet nor the hub, which keeps them quick, so not %s: put the line \"%%goflags -tags=\" first in the cell, or run hsalab in a terminal", what)
}
