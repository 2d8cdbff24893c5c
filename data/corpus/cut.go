package corpus

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Running text is cut into documents at the first end of a paragraph after leastDocument bytes, or else at the first
// end of a line, or at last anywhere, after mostDocument bytes.
const (
	leastDocument = 4 << 10
	mostDocument  = 1 << 20
)

// cutter cuts a stream of running text into documents. Put together they are the text.
type cutter struct {
	name  string
	lines *bufio.Reader
	text  []byte
	part  int
	read  int64 // bytes before text
}

// cut gives the documents of running text to yield and reports whether it wants more. It refuses bytes that are no
// UTF-8 text.
func cut(name string, r io.Reader, yield func(Document, error) bool) bool {
	c := &cutter{name: name, lines: bufio.NewReaderSize(r, 64<<10)}
	for {
		err := c.fill()
		if err != nil && err != io.EOF {
			return yield(Document{}, fmt.Errorf("corpus: %s: %w", name, err))
		}
		if len(bytes.TrimSpace(c.text)) > 0 {
			d := NewDocument(name, string(c.text))
			d.Part = c.part
			if !yield(d, nil) {
				return false
			}
			c.part++
		}
		if err == io.EOF {
			return true
		}
		c.read += int64(len(c.text))
		c.text = c.text[:0]
	}
}

// fill reads one document into c.text.
func (c *cutter) fill() error {
	for {
		line, err := c.lines.ReadSlice('\n')
		c.text = append(c.text, line...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil:
			return cmp.Or(c.check(), err)
		case len(c.text) >= leastDocument && len(bytes.TrimSpace(line)) == 0:
			return c.check()
		}
		if len(c.text) >= mostDocument {
			return c.endCharacter()
		}
	}
}

// endCharacter completes the last character.
func (c *cutter) endCharacter() error {
	for range utf8.UTFMax {
		if r, size := utf8.DecodeLastRune(c.text); r != utf8.RuneError || size != 1 {
			break
		}
		b, err := c.lines.ReadByte()
		if err != nil {
			return cmp.Or(c.check(), err)
		}
		c.text = append(c.text, b)
	}
	return c.check()
}

// check refuses what is no text.
func (c *cutter) check() error {
	for i := 0; i < len(c.text); {
		r, size := utf8.DecodeRune(c.text[i:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			return fmt.Errorf("byte %d is %#02x, which is no UTF-8 text: convert the file to UTF-8, or choose a text file", c.read+int64(i), c.text[i])
		}
		i += size
	}
	return nil
}
