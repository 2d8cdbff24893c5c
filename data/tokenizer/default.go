package tokenizer

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"
)

const (
	// DefaultName is the name of the tokenizer that comes with the lab.
	DefaultName = "hsalab-4k"
	// EndOfText is the special token that ends a document in tokenizers that [Train] makes.
	EndOfText = "<|endoftext|>"
)

//go:embed hsalab-4k.json.gz
var defaultFile []byte

var readDefault = sync.OnceValues(func() (*BPE, error) {
	text, err := gunzip(bytes.NewReader(defaultFile))
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %s: %w", DefaultName, err)
	}
	return Parse(DefaultName, text)
})

// Default is the tokenizer that comes with the lab: 4,096 entries for English text, byte-level, digits one by one. The
// package documentation says how it was made.
func Default() (*BPE, error) { return readDefault() }
