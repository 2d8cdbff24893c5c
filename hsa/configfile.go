package hsa

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/google/renameio/v2"
)

// maxConfigBytes bounds a config file. A config takes some 2 KB.
const maxConfigBytes = 64 << 10

// DecodeConfig reads a JSON config. Every key must be there once: an unknown, repeated or missing key, a value of
// the wrong type or a contradiction is an error that names the key and what would be right.
func DecodeConfig(r io.Reader) (Config, error) { return decodeWith(parseJSON, r) }

// DecodeTOML is [DecodeConfig] for TOML.
func DecodeTOML(r io.Reader) (Config, error) { return decodeWith(parseTOML, r) }

// decodeWith reads a config through a parser of its format: first the values by key, then the checks, then the fields.
func decodeWith(parse func([]byte) (map[string]any, error), r io.Reader) (Config, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxConfigBytes+1))
	if err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	if len(raw) > maxConfigBytes {
		return Config{}, fmt.Errorf("config: more than %d bytes: this is no config", maxConfigBytes)
	}
	values, err := parse(raw)
	if err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	if err := dropHubKeys(values); err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	c, err := fromValues(values)
	if err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	return c, c.Validate()
}

// parseJSON reads the values of one JSON object by key. encoding/json alone would take the last of two equal keys.
func parseJSON(raw []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	values, err := jsonObject(dec)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New("the JSON ends too early: the file is empty or cut short")
	}
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("more than one JSON value in the file")
	}
	return values, nil
}

func jsonObject(dec *json.Decoder) (map[string]any, error) {
	if open, err := dec.Token(); err != nil {
		return nil, err
	} else if open != json.Delim('{') {
		return nil, fmt.Errorf("want a JSON object, got %v", open)
	}
	values := map[string]any{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string)
		if _, there := values[key]; there {
			return nil, fmt.Errorf("key %q comes twice", key)
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		values[key] = fromJSON(value)
	}
	_, err := dec.Token() // the closing brace
	return values, err
}

// fromJSON turns a JSON number into an int64 if it is written as a whole number that fits, and into a float64 otherwise.
func fromJSON(value any) any {
	n, ok := value.(json.Number)
	if !ok {
		return value
	}
	if whole, err := n.Int64(); err == nil {
		return whole
	}
	real, err := n.Float64()
	if err != nil {
		return n.String()
	}
	return real
}

// parseTOML reads the values of a TOML document by key.
func parseTOML(raw []byte) (map[string]any, error) {
	values := map[string]any{}
	_, err := toml.Decode(string(raw), &values)
	if bad, ok := errors.AsType[toml.ParseError](err); ok {
		return nil, fmt.Errorf("line %d: %s", bad.Position.Line, bad.Message)
	}
	return values, err
}

// EncodeTOML writes the config as TOML, the keys in the order of the fields.
func (c Config) EncodeTOML(w io.Writer) error {
	enc := toml.NewEncoder(w)
	if err := enc.Encode(reflect.ValueOf(c).Convert(tomlType()).Interface()); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return nil
}

// tomlType is Config with its JSON keys as TOML keys: the keys stand in one place.
func tomlType() reflect.Type {
	t := reflect.TypeFor[Config]()
	fields := make([]reflect.StructField, t.NumField())
	for i, key := range configKeys() {
		fields[i] = t.Field(i)
		fields[i].Tag = reflect.StructTag(fmt.Sprintf("toml:%q", key))
	}
	return reflect.StructOf(fields)
}

// EncodeJSON writes the config as indented JSON, the keys in the order of the fields.
func (c Config) EncodeJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(c); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return nil
}

// LoadConfig reads a config file in the format that its extension names: .json or .toml.
func LoadConfig(path string) (Config, error) {
	var decode func(io.Reader) (Config, error)
	switch filepath.Ext(path) {
	case ".json":
		decode = DecodeConfig
	case ".toml":
		decode = DecodeTOML
	default:
		return Config{}, extensionError(path)
	}
	file, err := os.Open(path)
	if err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	defer file.Close()
	c, err := decode(file)
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// SaveConfig writes a config file in the format that its extension names, beside its name and renamed.
func (c Config) SaveConfig(path string) error {
	var b bytes.Buffer
	var err error
	switch filepath.Ext(path) {
	case ".json":
		err = c.EncodeJSON(&b)
	case ".toml":
		err = c.EncodeTOML(&b)
	default:
		err = extensionError(path)
	}
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return nil
}

func extensionError(path string) error {
	return fmt.Errorf("config: %s: the name of a config file ends in .json or .toml, not in %q", path, strings.TrimSpace(filepath.Ext(path)))
}
