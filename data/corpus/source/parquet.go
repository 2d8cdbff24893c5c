//go:build !notebook

package source

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/hsalab/hsalab/data/corpus"
)

// Parquet is the rows of a Parquet file, of which the named column is the text of a document. Other columns are not
// read. Rows without text are left out.
func Parquet(path, column string) iter.Seq2[corpus.Document, error] {
	return func(yield func(corpus.Document, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(corpus.Document{}, fmt.Errorf("source: %w", err))
			return
		}
		defer f.Close()
		if err := rows(path, f, column, yield); err != nil && !errors.Is(err, errEnough) {
			yield(corpus.Document{}, fmt.Errorf("source: %s: %w", path, err))
		}
	}
}

// errEnough says that no more documents are wanted.
var errEnough = errors.New("enough")

func rows(path string, f *os.File, column string, yield func(corpus.Document, error) bool) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	p, err := parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return fmt.Errorf("no Parquet file: %w", err)
	}
	index, err := textColumn(p.Schema(), column)
	if err != nil {
		return err
	}
	row := 0
	for _, group := range p.RowGroups() {
		err := values(group.ColumnChunks()[index], func(text string) bool {
			row++
			return text == "" || yield(corpus.NewDocument(fmt.Sprintf("%s#%d", path, row), text), nil)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// textColumn is the index of a column of text.
func textColumn(schema *parquet.Schema, name string) (int, error) {
	leaf, ok := schema.Lookup(strings.Split(name, ".")...)
	if !ok {
		var names []string
		for _, path := range schema.Columns() {
			names = append(names, strings.Join(path, "."))
		}
		return 0, fmt.Errorf("no column %q: it has %s, so name one of these", name, strings.Join(names, ", "))
	}
	if kind := leaf.Node.Type().Kind(); kind != parquet.ByteArray || leaf.MaxRepetitionLevel > 0 {
		return 0, fmt.Errorf("column %q is no text, one a row: name a column that is", name)
	}
	return leaf.ColumnIndex, nil
}

// values gives the texts of a column to yield, a page at a time. It returns errEnough if yield wants no more.
func values(chunk parquet.ColumnChunk, yield func(string) bool) error {
	pages := chunk.Pages()
	defer pages.Close()
	buffer := make([]parquet.Value, 64)
	for {
		page, err := pages.ReadPage()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		err = pageValues(page.Values(), buffer, yield)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
}

func pageValues(r parquet.ValueReader, buffer []parquet.Value, yield func(string) bool) error {
	for {
		n, err := r.ReadValues(buffer)
		for _, v := range buffer[:n] {
			text := ""
			if !v.IsNull() {
				text = string(v.ByteArray())
			}
			if !yield(text) {
				return errEnough
			}
		}
		if err == io.EOF || err == nil && n == 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
