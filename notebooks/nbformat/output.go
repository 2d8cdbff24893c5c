package nbformat

import (
	"encoding/json"
	"fmt"
	"strings"
)

// OutputType is the kind of an output.
type OutputType string

// The output types of nbformat.
const (
	Stream        OutputType = "stream"
	DisplayData   OutputType = "display_data"
	ExecuteResult OutputType = "execute_result"
	Error         OutputType = "error"
)

// An Output is one output of a code cell. Which fields it has depends on its type.
type Output struct {
	// Data holds a value for each media type of display_data and execute_result; texts as [Text] writes them.
	Data map[string]any `json:"data,omitempty"`
	// ErrorName and ErrorValue say what an error is.
	ErrorName  string `json:"ename,omitempty"`
	ErrorValue string `json:"evalue,omitempty"`
	// Count is the number of the cell, of an execute_result.
	Count *int `json:"execution_count,omitempty"`
	// Metadata is there for display_data and execute_result.
	Metadata *map[string]any `json:"metadata,omitempty"`
	// Name is stdout or stderr, of a stream.
	Name string `json:"name,omitempty"`
	// Type is the kind of output.
	Type OutputType `json:"output_type"`
	// Text is what was written to a stream.
	Text Text `json:"text,omitempty"`
	// Traceback is the stack of an error.
	Traceback []string `json:"traceback,omitempty"`
}

// UnmarshalJSON reads an output strictly.
func (o *Output) UnmarshalJSON(text []byte) error {
	type plain Output
	if err := strict(text, (*plain)(o)); err != nil {
		return err
	}
	switch o.Type {
	case Stream, DisplayData, ExecuteResult, Error:
		return nil
	}
	return fmt.Errorf("output_type %q", o.Type)
}

// Mime returns the text of one media type, or empty where the output has none.
func (o Output) Mime(kind string) string {
	switch v := o.Data[kind].(type) {
	case string:
		return v
	case []any:
		var b strings.Builder
		for _, line := range v {
			s, _ := line.(string)
			b.WriteString(s)
		}
		return b.String()
	}
	return ""
}

// A Text is a text of several lines. The file holds a list of lines; a single string is read too.
type Text string

// UnmarshalJSON accepts both forms.
func (t *Text) UnmarshalJSON(text []byte) error {
	var lines []string
	if err := json.Unmarshal(text, &lines); err == nil {
		*t = Text(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(text, (*string)(t))
}

// MarshalJSON writes a list of lines, each with its line feed.
func (t Text) MarshalJSON() ([]byte, error) {
	lines := []string{}
	for line := range strings.Lines(string(t)) {
		lines = append(lines, line)
	}
	return encode(lines, "")
}
