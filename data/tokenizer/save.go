package tokenizer

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"

	"github.com/google/renameio/v2"
)

// Save writes the tokenizer's definition to a tokenizer.json file, gzipped if the path ends in .gz. The file is
// written beside and renamed.
func (b *BPE) Save(path string) error {
	text := b.definition
	if strings.HasSuffix(path, ".gz") {
		var packed bytes.Buffer
		z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err == nil {
			_, err = z.Write(text)
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			return fmt.Errorf("tokenizer: %s: %w", path, err)
		}
		text = packed.Bytes()
	}
	if err := renameio.WriteFile(path, text, 0o644); err != nil {
		return fmt.Errorf("tokenizer: %w", err)
	}
	return nil
}
