package figures

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/viz"
)

//go:embed drawn
var drawnFiles embed.FS

// ErrStale means that a figure is not kept as drawn from the rows as they are now.
var ErrStale = errors.New("figures: not drawn from the rows as they are now: \"hsalab reproduce --keep .\" draws it")

// drawing is a figure as it is kept: what a cell of a notebook shows at once, where drawing it from rows takes seconds.
type drawing struct {
	Rows   map[string]string `json:"rows"` // hash of each file of package records that it was drawn from
	Kind   string            `json:"kind"`
	Figure json.RawMessage   `json:"figure"`
}

// hashOf is the hash of a file of rows, "" where none is committed: a figure that says so is stale when one is.
func hashOf(file string) string {
	hash, err := records.Hash(file)
	if err != nil {
		return ""
	}
	return hash
}

// kinds of figures that can be kept, by name.
var kinds = map[string]func(raw []byte) (viz.Figure, error){
	"curve": decodeAs[viz.Curve], "table": decodeAs[viz.Table], "mismatch": decodeAs[viz.Mismatch],
	"needle map": decodeAs[viz.NeedleMap], "scatter": decodeAs[viz.Scatter], "residual norms": decodeAs[viz.ResidualNorms],
}

func decodeAs[F viz.Figure](raw []byte) (viz.Figure, error) {
	var f F
	err := json.Unmarshal(raw, &f)
	return f, err
}

func kindOf(fig viz.Figure) (string, error) {
	switch fig.(type) {
	case viz.Curve:
		return "curve", nil
	case viz.Table:
		return "table", nil
	case viz.Mismatch:
		return "mismatch", nil
	case viz.NeedleMap:
		return "needle map", nil
	case viz.Scatter:
		return "scatter", nil
	case viz.ResidualNorms:
		return "residual norms", nil
	}
	return "", fmt.Errorf("figures: a %T cannot be kept", fig)
}

// Keep encodes a figure that was drawn from files of package records, for [Drawn]. The same figure always gives the
// same bytes.
func Keep(fig viz.Figure, files ...string) ([]byte, error) {
	kind, err := kindOf(fig)
	if err != nil {
		return nil, err
	}
	d := drawing{Rows: map[string]string{}, Kind: kind}
	for _, f := range files {
		d.Rows[f] = hashOf(f)
	}
	if d.Figure, err = json.Marshal(fig); err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(d); err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	return b.Bytes(), nil
}

// DrawnNames names the figures that are kept as drawn.
func DrawnNames() []string {
	list, err := fs.Glob(drawnFiles, "drawn/*.json")
	if err != nil {
		panic(err) // the pattern is wrong
	}
	for i, name := range list {
		list[i] = strings.TrimSuffix(path.Base(name), ".json")
	}
	return list
}

// Drawn returns a figure that is kept as drawn from the committed rows, in milliseconds, or [ErrStale].
func Drawn(name string) (viz.Figure, error) {
	raw, err := drawnFiles.ReadFile("drawn/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, ErrStale)
	}
	return unkeep(name, raw)
}

func unkeep(name string, raw []byte) (viz.Figure, error) {
	var d drawing
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("figures: drawn/%s.json: %w", name, err)
	}
	for file, hash := range d.Rows {
		if hashOf(file) != hash {
			return nil, fmt.Errorf("%s: %w", name, ErrStale)
		}
	}
	decode, ok := kinds[d.Kind]
	if !ok {
		return nil, fmt.Errorf("figures: drawn/%s.json: unknown kind %q", name, d.Kind)
	}
	fig, err := decode(d.Figure)
	if err != nil {
		return nil, fmt.Errorf("figures: drawn/%s.json: %w", name, err)
	}
	return fig, nil
}

// drawnOr is the figure as it is kept, or as draw makes it where that is stale.
func drawnOr[F viz.Figure](name string, draw func() (F, error)) (F, error) {
	if fig, err := Drawn(name); err == nil {
		if f, ok := fig.(F); ok {
			return f, nil
		}
	}
	return draw()
}
