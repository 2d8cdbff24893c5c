package mixture

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"sync"
)

// Tokens is a corpus as token ids in a file, of which any span can be read. It is safe for concurrent use. Memory does
// not depend on its size.
type Tokens struct {
	file    *os.File
	info    TokensInfo
	buffers sync.Pool
}

// TokensInfo says what is in a file of tokens.
type TokensInfo struct {
	Corpus        string `json:"corpus"`         // name of the corpus
	Identity      string `json:"identity"`       // its identity when it was read
	CorpusHash    string `json:"corpus_hash"`    // fingerprint of its texts
	Documents     int    `json:"documents"`      // number of documents
	Bytes         int64  `json:"bytes"`          // of text
	Tokenizer     string `json:"tokenizer"`      // name of the tokenizer
	TokenizerHash string `json:"tokenizer_hash"` // its fingerprint
	Vocab         int    `json:"vocab"`          // its number of ids
	Tokens        int    `json:"tokens"`         // number of tokens, document ends too
	Width         int    `json:"width"`          // bytes a token
}

// A file of tokens is its magic, the tokens (little-endian, 2 bytes each for vocabularies up to 65,536, or else 4), the
// info as JSON, the length of the info in 8 bytes, and the magic again.
const (
	magic      = "hsa-tok1"
	trailer    = 8 + len(magic)
	mostFooter = 1 << 20
)

// OpenTokens opens a file that [Tokenize] has written. It refuses a file that is cut off or was written by something
// else.
func OpenTokens(path string) (*Tokens, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("mixture: %w", err)
	}
	info, err := readInfo(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("mixture: %s is no whole file of tokens: %w: delete it, and it is made anew", path, err)
	}
	return &Tokens{file: f, info: info}, nil
}

func readInfo(f *os.File) (info TokensInfo, err error) {
	stat, err := f.Stat()
	if err != nil {
		return info, err
	}
	size := stat.Size()
	if size < int64(len(magic)+trailer) {
		return info, fmt.Errorf("%d bytes are too few", size)
	}
	end := make([]byte, trailer)
	if _, err := f.ReadAt(end, size-int64(trailer)); err != nil {
		return info, err
	}
	length := binary.LittleEndian.Uint64(end)
	if string(end[8:]) != magic || length > mostFooter || int64(length) > size-int64(len(magic)+trailer) {
		return info, fmt.Errorf("its end is not that of a file of tokens")
	}
	footer := make([]byte, length)
	if _, err := f.ReadAt(footer, size-int64(trailer)-int64(length)); err != nil {
		return info, err
	}
	if err := json.Unmarshal(footer, &info); err != nil {
		return info, err
	}
	body := size - int64(len(magic)+trailer) - int64(length)
	if width := widthOf(info.Vocab); info.Width != width || info.Tokens < 0 || int64(info.Tokens) != body/int64(width) || body%int64(width) != 0 {
		return info, fmt.Errorf("%d tokens of %d bytes do not fit in %d bytes", info.Tokens, info.Width, body)
	}
	return info, nil
}

// widthOf is the number of bytes a token of a vocabulary takes.
func widthOf(vocab int) int {
	if vocab <= math.MaxUint16+1 {
		return 2
	}
	return 4
}

// Info says what is in the file.
func (t *Tokens) Info() TokensInfo { return t.info }

// Len is the number of tokens.
func (t *Tokens) Len() int { return t.info.Tokens }

// Close closes the file.
func (t *Tokens) Close() error { return t.file.Close() }

// Span reads the tokens [start, start+length).
func (t *Tokens) Span(start, length int) ([]int32, error) {
	if start < 0 || length < 0 || start > t.info.Tokens-length {
		return nil, fmt.Errorf("mixture: tokens %d to %d of %s: it has %d", start, start+length, t.info.Corpus, t.info.Tokens)
	}
	raw, _ := t.buffers.Get().(*[]byte)
	if raw == nil || cap(*raw) < length*t.info.Width {
		fresh := make([]byte, length*t.info.Width)
		raw = &fresh
	}
	defer t.buffers.Put(raw)
	buffer := (*raw)[:length*t.info.Width]
	if _, err := t.file.ReadAt(buffer, int64(len(magic))+int64(start)*int64(t.info.Width)); err != nil && err != io.EOF {
		return nil, fmt.Errorf("mixture: tokens of %s: %w", t.info.Corpus, err)
	}
	return unpack(buffer, t.info.Width), nil
}

func unpack(raw []byte, width int) []int32 {
	tokens := make([]int32, len(raw)/width)
	for i := range tokens {
		if width == 2 {
			tokens[i] = int32(binary.LittleEndian.Uint16(raw[2*i:]))
		} else {
			tokens[i] = int32(binary.LittleEndian.Uint32(raw[4*i:]))
		}
	}
	return tokens
}
