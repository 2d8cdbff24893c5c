package hsa

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func encode(t testing.TB, c Config) []byte {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func encodeTOML(t testing.TB, c Config) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.EncodeTOML(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestConfigRoundTrip: every variant comes back from both formats.
func TestConfigRoundTrip(t *testing.T) {
	for name, change := range variants {
		c := smallConfig()
		change(&c)
		fromJSON, err := DecodeConfig(bytes.NewReader(encode(t, c)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		fromTOML, err := DecodeTOML(bytes.NewReader(encodeTOML(t, c)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c, fromJSON) + cmp.Diff(c, fromTOML); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// refuses checks that a text is refused with an error that says what it must.
func refuses(t *testing.T, decode func(text string) error, cases map[string]string) {
	t.Helper()
	for text, says := range cases {
		err := decode(text)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "config: ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60q: error %v, want one line with %q", text, err, says)
		}
	}
}

func TestDecodeConfigRefuses(t *testing.T) {
	good := string(encode(t, smallConfig()))
	with := func(text string) string { return strings.Replace(good, "{", "{"+text+",", 1) }
	dim := func(value string) string { return strings.Replace(good, `"dim":24`, `"dim":`+value, 1) }
	refuses(t, func(text string) error { _, err := DecodeConfig(strings.NewReader(text)); return err }, map[string]string{
		with(`"landmark_nrom":true`): `unknown key "landmark_nrom"; the nearest valid key is "landmark_norm"`,
		with(`"topk":3`):             `nearest valid key is "top_k"`,
		with(`"Chunk":3`):            `nearest valid key is "chunk"`,
		with(`"chunk":4`):            `key "chunk" comes twice`,
		dim(`"x"`):                   `key "dim": want a whole number, got "x"`,
		dim(`1.5`):                   `key "dim": want a whole number, got 1.5`,
		dim(`1e30`):                  `key "dim": want a whole number, got 1e+30`,
		dim(`null`):                  `key "dim": want a whole number, got null`,
		dim(`[24]`):                  `key "dim": want a whole number, got a list`,
		dim(`{"x":24}`):              `key "dim": want a whole number, got a table`,
		dim(`1e999`):                 `key "dim": want a whole number, got "1e999"`,
		strings.Replace(good, `"tied_head":false`, `"tied_head":0`, 1):       `key "tied_head": want true or false, got 0`,
		strings.Replace(good, `"residual":"bypass"`, `"residual":1`, 1):      `key "residual": want a string, got 1`,
		strings.Replace(good, `"rope_theta":10000`, `"rope_theta":"big"`, 1): `key "rope_theta": want a finite number, got "big"`,
		good + "{}": "more than one JSON value",
		good[:20]:   "cut short",
		"":          "cut short",
		"null":      "want a JSON object",
		"[1]":       "want a JSON object",
		"{}":        `keys "vocab", "dim", `,
		strings.Replace(good, `"off_by_one":false,`, "", 1): `key "off_by_one" is missing`,
		with(`"":1`):          "unknown key",
		with("\"\\u0000\":1"): "unknown key",
	})
}

func TestDecodeTOMLRefuses(t *testing.T) {
	good := string(encodeTOML(t, smallConfig()))
	dim := func(value string) string { return strings.Replace(good, "dim = 24\n", "dim = "+value+"\n", 1) }
	refuses(t, func(text string) error { _, err := DecodeTOML(strings.NewReader(text)); return err }, map[string]string{
		good + "landmark_nrom = true\n": `unknown key "landmark_nrom"; the nearest valid key is "landmark_norm"`,
		good + "[encodr]\nlayers = 1\n": `unknown key "encodr"; the nearest valid key is "encoder"`,
		good + "dim = 24\n":             "Key 'dim' has already been defined",
		dim(`"x"`):                      `key "dim": want a whole number, got "x"`,
		dim("24.0"):                     `key "dim": want a whole number, got 24`,
		dim("[24]"):                     `key "dim": want a whole number, got a list`,
		dim("1979-05-27"):               `key "dim": want a whole number, got time.Time`,
		dim(""):                         "line 2: ",
		strings.Replace(good, "rope_theta = 10000.0", "rope_theta = inf", 1): `key "rope_theta": want a finite number, got +Inf`,
		strings.Replace(good, "rope_theta = 10000.0", "rope_theta = nan", 1): `key "rope_theta": want a finite number, got NaN`,
		strings.Replace(good, "off_by_one = false\n", "", 1):                 `key "off_by_one" is missing`,
		"":      `keys "vocab", "dim", `,
		"dim =": "line 1: ",
	})
	if _, err := DecodeTOML(strings.NewReader(strings.Replace(good, "rope_theta = 10000.0", "rope_theta = 10000", 1))); err != nil {
		t.Errorf("a whole number for a real one: %v", err)
	}
}

// TestDecodeConfigReadsNoMoreThanItNeeds: a config is small, and a hostile one does not fill the memory.
func TestDecodeConfigReadsNoMoreThanItNeeds(t *testing.T) {
	r := &endless{}
	if _, err := DecodeConfig(r); err == nil {
		t.Error("an endless config was accepted")
	}
	if r.read > 2*maxConfigBytes {
		t.Errorf("%d bytes were read of an endless config", r.read)
	}
	for _, deep := range []string{strings.Repeat("[", maxConfigBytes-20), strings.Repeat("[", 20000) + strings.Repeat("]", 20000)} {
		if _, err := DecodeTOML(strings.NewReader("dim = " + deep)); err == nil {
			t.Error("lists in lists were accepted")
		}
		if _, err := DecodeConfig(strings.NewReader(`{"dim":` + deep + "}")); err == nil {
			t.Error("lists in lists were accepted")
		}
	}
}

type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += len(p)
	return len(p), nil
}

// FuzzDecodeConfig: whatever is accepted, in either format, is free of contradictions, comes back the same from
// both formats, and its arithmetic does not overflow.
func FuzzDecodeConfig(f *testing.F) {
	for _, name := range slices.Sorted(maps.Keys(variants)) {
		c := smallConfig()
		variants[name](&c)
		f.Add(encode(f, c))
		f.Add(encodeTOML(f, c))
	}
	f.Add([]byte(`{"dim":1e9,"heads":-1}`))
	f.Add([]byte(`{"dim":9223372036854775807}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := DecodeConfig(bytes.NewReader(raw))
		if err != nil {
			if c, err = DecodeTOML(bytes.NewReader(raw)); err != nil {
				return
			}
		}
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		again, err := DecodeConfig(bytes.NewReader(encode(t, c)))
		if err != nil || again != c {
			t.Fatalf("%+v became %+v, %v", c, again, err)
		}
		if again, err = DecodeTOML(bytes.NewReader(encodeTOML(t, c))); err != nil || again != c {
			t.Fatalf("%+v became %+v, %v", c, again, err)
		}
		for what, n := range map[string]int{"parameters": c.NumParams(), "head": c.HeadDim(), "lower reach": c.LowerReach() + 1,
			"upper reach": c.UpperReach() + 1, "forecast": int(c.ChunkMemory(1<<25)) + 1} {
			if n <= 0 {
				t.Fatalf("%s %d of %+v", what, n, c)
			}
		}
	})
}

func TestConfigFiles(t *testing.T) {
	c := smallConfig()
	for _, name := range []string{"c.json", "c.toml"} {
		path := filepath.Join(t.TempDir(), name)
		if err := c.SaveConfig(path); err != nil {
			t.Fatal(err)
		}
		got, err := LoadConfig(path)
		if err != nil || got != c {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadConfig(path); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("an empty %s: error %v, want one that names the file", name, err)
		}
	}
	path := filepath.Join(t.TempDir(), "c.yaml")
	_, err := LoadConfig(path)
	for _, err := range []error{err, c.SaveConfig(path)} {
		if err == nil || !strings.Contains(err.Error(), ".json or .toml") {
			t.Errorf("error %v, want one that names the extensions", err)
		}
	}
	if _, err := LoadConfig(filepath.Join(t.TempDir(), "none.toml")); !os.IsNotExist(unwrapped(err)) {
		t.Errorf("no file: error %v", err)
	}
}

// unwrapped is the innermost error.
func unwrapped(err error) error {
	for {
		inner, ok := err.(interface{ Unwrap() error })
		if !ok {
			return err
		}
		err = inner.Unwrap()
	}
}
