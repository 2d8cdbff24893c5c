package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/hsa"
)

// maxConfigBytes bounds a config file.
const maxConfigBytes = 64 << 10

// DecodeConfig reads a JSON config: "rival" and "of", each once, and no other key. "of" is read as strictly as
// hsa.DecodeConfig does.
func DecodeConfig(r io.Reader) (Config, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxConfigBytes+1))
	if err != nil {
		return Config{}, fmt.Errorf("rival: %w", err)
	}
	if len(raw) > maxConfigBytes {
		return Config{}, fmt.Errorf("rival: more than %d bytes: this is no config", maxConfigBytes)
	}
	values, err := decodeKeys(raw)
	if err != nil {
		return Config{}, fmt.Errorf("rival: %w", err)
	}
	var c Config
	if err := json.Unmarshal(values["rival"], &c.Kind); err != nil {
		return Config{}, fmt.Errorf(`rival: key "rival": want a string, got %.100s`, values["rival"])
	}
	if c.Of, err = hsa.DecodeConfig(bytes.NewReader(values["of"])); err != nil {
		return Config{}, fmt.Errorf(`rival: key "of": %w`, err)
	}
	return c, c.Validate()
}

// decodeKeys reads the values of one JSON object by key; encoding/json alone would take the last of two equal keys.
func decodeKeys(raw []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("want a JSON object")
	}
	values := map[string]json.RawMessage{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string)
		if _, twice := values[key]; twice {
			return nil, fmt.Errorf("key %.100q comes twice", key)
		}
		if key != "rival" && key != "of" {
			return nil, fmt.Errorf(`unknown key %.100q; there is: "rival", "of"`, key)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		values[key] = value
	}
	if len(values) < 2 {
		return nil, errors.New(`want the keys "rival" and "of": one is missing`)
	}
	return values, ended(dec)
}

// ended reads the closing brace and reports what follows it.
func ended(dec *json.Decoder) error {
	if _, err := dec.Token(); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("more than one JSON value in the file")
	}
	return nil
}

// EncodeJSON writes the config as indented JSON.
func (c Config) EncodeJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(c); err != nil {
		return fmt.Errorf("rival: %w", err)
	}
	return nil
}

// save writes a config file beside its name and renames it.
func (c Config) save(path string) error {
	var b bytes.Buffer
	if err := c.EncodeJSON(&b); err != nil {
		return err
	}
	return renameio.WriteFile(path, b.Bytes(), 0o644)
}
