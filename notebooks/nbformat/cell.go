package nbformat

import (
	"encoding/json"
	"fmt"
)

// CellType is what a cell holds.
type CellType string

// The cell types of nbformat.
const (
	Code     CellType = "code"
	Markdown CellType = "markdown"
	Raw      CellType = "raw"
)

// A Cell is one cell of a notebook.
type Cell struct {
	Type     CellType
	ID       string
	Source   Text
	Metadata map[string]any
	// Count is the number beside an executed code cell; nil before.
	Count *int
	// Outputs are those of a code cell.
	Outputs []Output
	// Attachments are the pictures of a markdown cell, by name.
	Attachments map[string]any
}

// fields are a cell as it stands in the file; a code cell has two more.
type fields struct {
	Attachments map[string]any  `json:"attachments,omitempty"`
	Type        CellType        `json:"cell_type"`
	Count       json.RawMessage `json:"execution_count,omitempty"`
	ID          string          `json:"id"`
	Metadata    map[string]any  `json:"metadata"`
	Outputs     *[]Output       `json:"outputs,omitempty"`
	Source      Text            `json:"source"`
}

// UnmarshalJSON reads a cell strictly.
func (c *Cell) UnmarshalJSON(text []byte) error {
	var f fields
	if err := strict(text, &f); err != nil {
		return err
	}
	switch {
	case f.Type != Code && f.Type != Markdown && f.Type != Raw:
		return fmt.Errorf("cell %s: cell_type %q", f.ID, f.Type)
	case f.ID == "":
		return fmt.Errorf("a %s cell has no id", f.Type)
	case (f.Type == Code) != (f.Outputs != nil), (f.Type == Code) != (f.Count != nil):
		return fmt.Errorf("cell %s: outputs and execution_count belong to code cells, and to each", f.ID)
	}
	*c = Cell{Type: f.Type, ID: f.ID, Source: f.Source, Metadata: f.Metadata, Attachments: f.Attachments}
	if f.Type != Code {
		return nil
	}
	c.Outputs = *f.Outputs
	return json.Unmarshal(f.Count, &c.Count)
}

// MarshalJSON writes the cell with keys in order.
func (c Cell) MarshalJSON() ([]byte, error) {
	f := fields{Attachments: c.Attachments, Type: c.Type, ID: c.ID, Metadata: notNil(c.Metadata), Source: c.Source}
	if c.Type == Code {
		count, err := json.Marshal(c.Count)
		if err != nil {
			return nil, err
		}
		outputs := append([]Output{}, c.Outputs...)
		f.Count, f.Outputs = count, &outputs
	}
	return encode(f, "")
}

// notNil makes null in the file impossible.
func notNil(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}
