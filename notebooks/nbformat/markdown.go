package nbformat

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Markdown is the notebook as a text to review: the sources of its cells, each below a comment with its id (and its metadata,
// if it has any), code in fences. Outputs and counts are left out, so that another run changes nothing.
func (nb *Notebook) Markdown() string {
	var b strings.Builder
	for i, c := range nb.Cells {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString("<!-- " + c.ID + c.metadataNote() + " -->\n" + c.markdown() + "\n")
	}
	return b.String()
}

// markdown is the source of a cell, in fences unless it is Markdown itself.
func (c Cell) markdown() string {
	source, kind := strings.TrimRight(string(c.Source), "\n"), ""
	switch c.Type {
	case Markdown:
		return source
	case Code:
		kind = "go"
	}
	fence := "```"
	for strings.Contains(source, fence) {
		fence += "`"
	}
	return fence + kind + "\n" + source + "\n" + fence
}

// metadataNote is the metadata of a cell as JSON, keys in order.
func (c Cell) metadataNote() string {
	if len(c.Metadata) == 0 {
		return ""
	}
	text, err := json.Marshal(c.Metadata)
	if err != nil { // it was read from JSON
		return fmt.Sprintf(" %v", c.Metadata)
	}
	return " " + string(text)
}
