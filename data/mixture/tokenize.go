package mixture

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
)

// Progress is how far [Tokenize] is.
type Progress struct {
	Documents int
	Bytes     int64 // of text
	Tokens    int
}

// Tokenize gives the tokens of a corpus, which it keeps in a file of the folder: the corpus is read and tokenized once,
// and again when its identity or the tokenizer has changed. Documents end with the tokenizer's EOS, if it has one; parts
// of one text that follow each other are not set apart. The progress, if not nil, is told after each document. When
// ctx ends it stops, and no file is left.
func Tokenize(ctx context.Context, folder string, c corpus.Corpus, tok data.Tokenizer, progress func(Progress)) (*Tokens, error) {
	key := data.Hash(struct{ Format, Identity, Tokenizer string }{magic, c.Identity(), tok.Hash()})
	path := filepath.Join(folder, fileName(c.Name())+"-"+fileName(tok.Name())+"-"+key+".tokens")
	t, err := OpenTokens(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return t, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("mixture: %w", err)
	}
	if err := writeTokens(ctx, path, c, tok, progress); err != nil {
		return nil, fmt.Errorf("mixture: tokens of %s: %w", c.Name(), err)
	}
	return OpenTokens(path)
}

// fileName is a name with nothing but letters, digits and hyphens, not too long.
func fileName(name string) string {
	clean := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '-'
	}, name)
	return clean[:min(len(clean), 40)]
}

// tokenWriter writes a file of tokens beside its place.
type tokenWriter struct {
	out    *bufio.Writer
	tok    data.Tokenizer
	info   TokensInfo
	digest *corpus.Digest
	last   corpus.Document // name and part of the document before
	buffer []byte
}

func writeTokens(ctx context.Context, path string, c corpus.Corpus, tok data.Tokenizer, progress func(Progress)) error {
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644))
	if err != nil {
		return err
	}
	defer f.Cleanup()
	w := &tokenWriter{
		out: bufio.NewWriterSize(f, 1<<20), tok: tok, digest: corpus.NewDigest(),
		info: TokensInfo{
			Corpus: c.Name(), Identity: c.Identity(),
			Tokenizer: tok.Name(), TokenizerHash: tok.Hash(), Vocab: tok.Vocab(), Width: widthOf(tok.Vocab()),
		},
	}
	if _, err := w.out.WriteString(magic); err != nil {
		return err
	}
	for d, err := range c.Documents() {
		if err == nil {
			err = errors.Join(ctx.Err(), w.document(d))
		}
		if err != nil {
			return err
		}
		if progress != nil {
			progress(Progress{w.info.Documents, w.info.Bytes, w.info.Tokens})
		}
	}
	if err := w.finish(); err != nil {
		return err
	}
	return f.CloseAtomicallyReplace()
}

// document writes the tokens of a document, and the end of the one before unless this one goes on with its text.
func (w *tokenWriter) document(d corpus.Document) error {
	goesOn := d.Name == w.last.Name && d.Part == w.last.Part+1
	if w.info.Documents > 0 && !goesOn {
		if err := w.end(); err != nil {
			return err
		}
	}
	w.last = corpus.Document{Name: d.Name, Part: d.Part}
	w.digest.Add(d)
	w.info.Documents++
	w.info.Bytes += int64(len(d.Text))
	return w.write(w.tok.Encode(d.Text))
}

// end writes the end of a document.
func (w *tokenWriter) end() error {
	if w.tok.EOS() < 0 {
		return nil
	}
	return w.write([]int32{w.tok.EOS()})
}

func (w *tokenWriter) write(tokens []int32) error {
	w.buffer = w.buffer[:0]
	for _, t := range tokens {
		if w.info.Width == 2 {
			w.buffer = binary.LittleEndian.AppendUint16(w.buffer, uint16(t))
		} else {
			w.buffer = binary.LittleEndian.AppendUint32(w.buffer, uint32(t))
		}
	}
	w.info.Tokens += len(tokens)
	_, err := w.out.Write(w.buffer)
	return err
}

// finish writes the end of the last document and the info.
func (w *tokenWriter) finish() error {
	if w.info.Documents == 0 {
		return errors.New("the corpus holds no documents: choose another split or a larger corpus")
	}
	if err := w.end(); err != nil {
		return err
	}
	w.info.CorpusHash = w.digest.Summary().Hash
	footer, err := json.Marshal(w.info)
	if err != nil {
		return err
	}
	if _, err := w.out.Write(footer); err != nil {
		return err
	}
	if _, err := w.out.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(footer)))); err != nil {
		return err
	}
	if _, err := w.out.WriteString(magic); err != nil {
		return err
	}
	return w.out.Flush()
}
