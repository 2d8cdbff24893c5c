package nbformat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/google/renameio/v2"
)

// A Notebook is the content of an .ipynb file. Fields are in the order in which they are written.
type Notebook struct {
	Cells    []Cell         `json:"cells"`
	Metadata map[string]any `json:"metadata"`
	Major    int            `json:"nbformat"`
	Minor    int            `json:"nbformat_minor"`
}

// Read reads the notebook in a file. The error names the file.
func Read(file string) (*Notebook, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	nb, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return nb, nil
}

// Parse reads a notebook and refuses what nbformat 4.5 does not have.
func Parse(text []byte) (*Notebook, error) {
	var nb Notebook
	if err := strict(text, &nb); err != nil {
		return nil, fmt.Errorf("not a notebook of nbformat 4.5: %w", err)
	}
	if nb.Major != 4 || nb.Minor != 5 {
		return nil, fmt.Errorf("nbformat %d.%d: want 4.5; open and save it in JupyterLab, or run \"hsalab notebooks strip\"", nb.Major, nb.Minor)
	}
	return &nb, nil
}

// strict decodes one JSON value without unknown fields. Numbers in metadata keep their digits.
func strict(text []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after its end")
	}
	return nil
}

// Kernel is the name of the kernelspec that the notebook asks for, or empty.
func (nb *Notebook) Kernel() string {
	spec, _ := nb.Metadata["kernelspec"].(map[string]any)
	name, _ := spec["name"].(string)
	return name
}

// Bytes returns the file: the same for the same notebook on every machine.
func (nb *Notebook) Bytes() ([]byte, error) {
	if info, ok := nb.Metadata["language_info"].(map[string]any); ok {
		delete(info, "version")
	}
	return encode(nb, " ")
}

// Write writes the notebook to a file, whole or not at all.
func (nb *Notebook) Write(file string) error {
	text, err := nb.Bytes()
	if err != nil {
		return err
	}
	return renameio.WriteFile(file, text, 0o644)
}

// Executed says whether any cell was executed.
func (nb *Notebook) Executed() bool {
	return slices.ContainsFunc(nb.Cells, func(c Cell) bool { return c.Count != nil })
}

// Strip removes what execution left: outputs and numbers of cells. Cell ids and all else stay.
func (nb *Notebook) Strip() {
	for i := range nb.Cells {
		nb.Cells[i].Outputs, nb.Cells[i].Count = nil, nil
	}
}

// encode writes JSON as Python's json does with ensure_ascii=False: nothing is escaped that need not be.
func encode(v any, indent string) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	text := bytes.ReplaceAll(buf.Bytes(), []byte(`\u2028`), []byte("\u2028"))
	return bytes.ReplaceAll(text, []byte(`\u2029`), []byte("\u2029")), nil
}
