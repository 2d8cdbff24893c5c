package framework

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// Model is a configuration with a name. Making one computes nothing, so that it can be a variable of a notebook; what is
// wrong with it ends the cell that uses it.
type Model struct {
	Name   string
	Config hsa.Config
	err    error
}

// Preset is a size that has a name, with some keys changed, each KEY=VALUE as in a configuration file.
func Preset(name string, changes ...string) Model {
	m := Model{Name: name}
	if m.Config, m.err = hsa.Preset(name, 0); m.err != nil {
		return m
	}
	for _, change := range changes {
		if m.err = set(&m.Config, change); m.err != nil {
			return m
		}
		m.Name += ", " + change
	}
	m.err = m.Config.Validate()
	return m
}

// set changes one key.
func set(c *hsa.Config, change string) error {
	key, value, ok := strings.Cut(change, "=")
	if !ok {
		return fmt.Errorf("framework: change %q: want KEY=VALUE, such as top_k=2", change)
	}
	return c.Set(strings.TrimSpace(key), strings.TrimSpace(value))
}

// differences are the keys in which two configurations differ, each with both values.
func differences(from, to hsa.Config) ([]string, error) {
	a, err := values(from)
	if err != nil {
		return nil, err
	}
	b, err := values(to)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if x, y := string(a[key]), string(b[key]); x != y {
			list = append(list, fmt.Sprintf("%s %s → %s", key, strings.Trim(x, `"`), strings.Trim(y, `"`)))
		}
	}
	return list, nil
}

// values are a configuration as its file has it.
func values(c hsa.Config) (map[string]json.RawMessage, error) {
	var b bytes.Buffer
	if err := c.EncodeJSON(&b); err != nil {
		return nil, err
	}
	table := map[string]json.RawMessage{}
	return table, json.Unmarshal(b.Bytes(), &table)
}
