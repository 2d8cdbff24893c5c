package experiments

import (
	"context"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/taskpack"
)

// BenchmarkText is what prompts of RULER and BABILong are made of for a model that was trained on a mixture.
type BenchmarkText struct {
	Tokenizer data.Tokenizer
	Pack      *taskpack.Pack
	Documents func() ([]string, error) // held-out documents of the corpus, read once
}

// BenchmarkText opens tokenizer and task pack; the documents are read when they are wanted.
func (s MixtureSpec) BenchmarkText(ctx context.Context) (BenchmarkText, error) {
	m, err := s.open()
	if err != nil {
		return BenchmarkText{}, err
	}
	documents := sync.OnceValues(func() ([]string, error) { return m.texts(ctx) })
	return BenchmarkText{Tokenizer: m.tok, Pack: m.pack, Documents: documents}, nil
}

// texts are the held-out documents of the corpus.
func (m *mixed) texts(ctx context.Context) ([]string, error) {
	tokens, err := m.tokens(ctx, corpus.Haystack)
	if err != nil {
		return nil, err
	}
	defer tokens.Close()
	all, err := tokens.Span(0, tokens.Len())
	if err != nil {
		return nil, err
	}
	return mixture.Documents(all, m.tok), nil
}
