package viz

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
)

// Save writes fig to a file in the form that its extension names: .png, .svg,
// .pdf, .html, .txt, and for a [Table] .md, .tex and .csv. The file appears
// whole or not at all. Save returns an error for any other extension, and for a
// picture of a Table.
func Save(path string, fig Figure) error {
	if err := check(fig); err != nil {
		return err
	}
	write, err := writerFor(strings.ToLower(filepath.Ext(path)), fig)
	if err != nil {
		return fmt.Errorf("%w: %s", err, path)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return replace(path, b.Bytes())
}

// SavePage writes p to a file, which appears whole or not at all.
func SavePage(path string, p Page) error {
	var b bytes.Buffer
	if err := WritePage(&b, p); err != nil {
		return err
	}
	return replace(path, b.Bytes())
}

func replace(path string, content []byte) error {
	if err := renameio.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("viz: write %s: %w", path, err)
	}
	return nil
}

func writerFor(ext string, fig Figure) (func(io.Writer) error, error) {
	with := func(write func(io.Writer, Figure) error) (func(io.Writer) error, error) {
		return func(w io.Writer) error { return write(w, fig) }, nil
	}
	switch ext {
	case ".png":
		return with(WritePNG)
	case ".svg":
		return with(WriteSVG)
	case ".pdf":
		return with(WritePDF)
	case ".html":
		return with(WriteHTML)
	case ".txt":
		return with(func(w io.Writer, f Figure) error { return WriteText(w, f, TextOptions{}) })
	}
	if table, ok := fig.(Table); ok {
		forms := map[string]func() (string, error){".md": table.Markdown, ".tex": table.LaTeX, ".csv": table.CSV}
		if make, ok := forms[ext]; ok {
			return written(make), nil
		}
	}
	return nil, fmt.Errorf("viz: cannot save a %T as %q: use .png, .svg, .pdf, .html or .txt, and for a table .md, .tex or .csv", fig, ext)
}

// written turns a function that makes a string into one that writes it.
func written(make func() (string, error)) func(io.Writer) error {
	return func(w io.Writer) error {
		s, err := make()
		if err == nil {
			_, err = io.WriteString(w, s)
		}
		return err
	}
}
