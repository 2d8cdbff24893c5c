package hsa

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// flips changes each switch alone, from flipBase. A config key without an entry fails TestEverySwitchMatters.
var flips = map[string]func(*Config){
	"vocab":                 func(c *Config) { c.Vocab = 29 },
	"dim":                   func(c *Config) { c.Dim = 32 },
	"heads":                 func(c *Config) { c.Heads = 2 },
	"window_kv_heads":       func(c *Config) { c.WindowKVHeads = 1 },
	"memory_kv_heads":       func(c *Config) { c.MemoryKVHeads = 1 },
	"mlp_width":             func(c *Config) { c.MLPWidth = 28 },
	"chunk":                 func(c *Config) { c.Chunk = 8 },
	"window":                func(c *Config) { c.Window = 7 },
	"top_k":                 func(c *Config) { c.TopK = 1 },
	"lower_layers":          func(c *Config) { c.LowerLayers = 2 },
	"upper_layers":          func(c *Config) { c.UpperLayers = 4 },
	"groups":                func(c *Config) { c.Groups = 2 },
	"retrieval_dim":         func(c *Config) { c.RetrievalDim = 12 },
	"encoder":               func(c *Config) { c.Encoder, c.CLSTokens = EncoderMean, 0 },
	"encoder_layers":        func(c *Config) { c.EncoderLayers = 2 },
	"encoder_mlp_width":     func(c *Config) { c.EncoderMLPWidth = 28 },
	"encoder_input_norm":    func(c *Config) { c.EncoderInputNorm = true },
	"encoder_bias":          func(c *Config) { c.EncoderBias = true },
	"weighting":             func(c *Config) { c.Weighting = WeightStickBreaking },
	"rank_decay":            func(c *Config) { c.RankDecay = true },
	"off_by_one":            func(c *Config) { c.OffByOne = true },
	"single_head_retrieval": func(c *Config) { c.SingleHeadRetrieval = true },
	"hide_window_chunks":    func(c *Config) { c.HideWindowChunks = true },
	"residual":              func(c *Config) { c.Residual = Standard },
	"hsa_window":            func(c *Config) { c.HSAWindow = 5 },
	"window_qk_norm":        func(c *Config) { c.WindowQKNorm = true },
	"hsa_qk_norm":           func(c *Config) { c.HSAQKNorm = true },
	"landmark_norm":         func(c *Config) { c.LandmarkNorm = true },
	"norm_scale":            func(c *Config) { c.NormScale = true },
	"token_shift":           func(c *Config) { c.TokenShift = 1 },
	"rope_theta":            func(c *Config) { c.RopeTheta = 100 },
	"eps_window":            func(c *Config) { c.EpsWindow = 0.1 },
	"eps_final":             func(c *Config) { c.EpsFinal = 0.1 },
	"tied_head":             func(c *Config) { c.TiedHead = true },
}

func flipBase() Config {
	c := smallConfig()
	c.UpperLayers = 2
	return c
}

// TestEverySwitchMatters flips every switch alone and wants other logits; training_length is a record and changes
// none.
func TestEverySwitchMatters(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("what a switch changes in the graph does not depend on the backend, and compiling 36 models takes minutes")
	}
	tokens := randomTokens(rand.New(rand.NewPCG(8, 8)), 23, 41)
	logits := func(c Config) []float32 {
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		m := testModel(t, c)
		out, err := m.Logits(tokens, 9, c.TopK, Dense)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := logits(flipBase())
	if again := logits(flipBase()); maxDiff(want, again) != 0 {
		t.Fatal("two runs of one config differ")
	}
	for _, key := range configKeys() {
		t.Run(key, func(t *testing.T) {
			c := flipBase()
			if key == "training_length" {
				c.TrainingLength = 128
				if d := maxDiff(want, logits(c)); d != 0 {
					t.Errorf("the logits changed by %g", d)
				}
				return
			}
			flip, ok := flips[key]
			if !ok {
				t.Fatal("no flip of this switch: add one, and see that it changes something")
			}
			flip(&c)
			if d := maxDiff(want, logits(c)); d < 1e-4 {
				t.Errorf("the switch changed the logits by %g only", d)
			}
		})
	}
}

// TestTopKAtTest: a stream takes the K it is asked for, and the config's where none is asked for.
func TestTopKAtTest(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	c.TopK = 1
	one := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(8, 8)), c.Vocab, 41)
	read := func(m *Model, k int) []float32 {
		return streamed(t, m, tokens, []int{41}, 4, TailOptions{TopK: k}).Logits
	}
	if maxDiff(read(m, 0), read(m, 2)) != 0 {
		t.Error("TopK 0 is not the config's 2")
	}
	if maxDiff(read(m, 1), read(one, 0)) != 0 {
		t.Error("TopK 1 of a config with 2 is not what a config with 1 computes")
	}
	if maxDiff(read(m, 1), read(m, 2)) == 0 || maxDiff(read(m, 2), read(m, AllChunks)) == 0 {
		t.Error("K does not matter")
	}
}

func encode(t testing.TB, c Config) []byte {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestDecodeConfig(t *testing.T) {
	for name, change := range variants {
		c := smallConfig()
		change(&c)
		got, err := DecodeConfig(bytes.NewReader(encode(t, c)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestDecodeConfigRefuses(t *testing.T) {
	good := string(encode(t, smallConfig()))
	with := func(text string) string { return strings.Replace(good, "{", "{"+text+",", 1) }
	for text, says := range map[string]string{
		with(`"landmark_nrom":true`): `unknown key "landmark_nrom"; the nearest valid key is "landmark_norm"`,
		with(`"topk":3`):             `nearest valid key is "top_k"`,
		with(`"Chunk":3`):            `nearest valid key is "chunk"`,
		with(`"chunk":4`):            `"chunk" comes twice`,
		strings.Replace(good, `"dim":24`, `"dim":"x"`, 1): "dim",
		strings.Replace(good, `"dim":24`, `"dim":1.5`, 1): "dim",
		good + "{}": "more than one JSON value",
		good[:20]:   "cut short",
		"":          "cut short",
		"null":      "want a JSON object",
		"[1]":       "want a JSON object",
		"{}":        `"vocab" is missing`,
		strings.Replace(good, `"off_by_one":false,`, "", 1): `"off_by_one" is missing`,
		with(`"":1`):          "unknown key",
		with("\"\\u0000\":1"): "unknown key",
	} {
		_, err := DecodeConfig(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "config: ") {
			t.Errorf("%.60q: error %v, want one with %q", text, err, says)
		}
	}
}

// TestDecodeConfigReadsNoMoreThanItNeeds: a config is small, and a hostile one does not fill the memory.
func TestDecodeConfigReadsNoMoreThanItNeeds(t *testing.T) {
	r := &endless{}
	if _, err := DecodeConfig(r); err == nil {
		t.Error("an endless config was accepted")
	}
	if r.read > 2<<20 {
		t.Errorf("%d bytes were read of an endless config", r.read)
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

// TestContradictions breaks each rule alone.
func TestContradictions(t *testing.T) {
	for says, change := range map[string]func(*Config){
		"must be positive":           func(c *Config) { c.Window = 0 },
		"a size above":               func(c *Config) { c.Vocab = 1<<20 + 1 },
		"size above 1,048,576":       func(c *Config) { c.HSAWindow = 1 << 62 },
		"more than 1,024 layers":     func(c *Config) { c.LowerLayers = 1025 },
		"multiple of heads":          func(c *Config) { c.Dim = 26 },
		"must be even":               func(c *Config) { c.Dim = 12 },
		"window_kv_heads":            func(c *Config) { c.WindowKVHeads = 3 },
		"memory_kv_heads":            func(c *Config) { c.MemoryKVHeads = 3 },
		"multiple of groups":         func(c *Config) { c.Groups = 2 },
		"retrieval heads":            func(c *Config) { c.RetrievalDim = 7 },
		"top_k":                      func(c *Config) { c.TopK = -1 },
		"want none, mean or cls":     func(c *Config) { c.Encoder = "CLS" },
		"encoder_layers must be 0":   func(c *Config) { c.EncoderLayers = 0 },
		"encoder_layers must be":     func(c *Config) { c.Encoder = EncoderNone },
		"encoder_mlp_width":          func(c *Config) { c.EncoderMLPWidth = 0 },
		"stick-breaking or softmax":  func(c *Config) { c.Weighting = "" },
		"rank_decay needs weighting": func(c *Config) { c.Weighting, c.RankDecay = WeightStickBreaking, true },
		"want bypass or standard":    func(c *Config) { c.Residual = "none" },
		"window >= chunk":            func(c *Config) { c.HideWindowChunks, c.Window = true, 3 },
		"hsa_window must be":         func(c *Config) { c.HSAWindow = -1 },
		"token_shift":                func(c *Config) { c.TokenShift = 9 },
		"rope_theta":                 func(c *Config) { c.RopeTheta = 1 },
		"eps_window and eps_final":   func(c *Config) { c.EpsFinal = 0 },
		"training_length":            func(c *Config) { c.TrainingLength = -1 },
	} {
		c := smallConfig()
		change(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
		if _, err := NewModel(testBackend(t), &Weights{Config: c}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("NewModel: error %v, want one with %q", err, says)
		}
	}
}

// FuzzDecodeConfig: whatever is accepted is free of contradictions, comes back the same from its own JSON, and
// its arithmetic does not overflow.
func FuzzDecodeConfig(f *testing.F) {
	for _, name := range slices.Sorted(maps.Keys(variants)) {
		c := smallConfig()
		variants[name](&c)
		f.Add(encode(f, c))
	}
	f.Add([]byte(`{"dim":1e9,"heads":-1}`))
	f.Add([]byte(`{"dim":9223372036854775807}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := DecodeConfig(bytes.NewReader(raw))
		if err != nil {
			return
		}
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		again, err := DecodeConfig(bytes.NewReader(encode(t, c)))
		if err != nil || again != c {
			t.Fatalf("%+v became %+v, %v", c, again, err)
		}
		for what, n := range map[string]int{"parameters": c.NumParams(), "head": c.HeadDim(), "lower reach": c.LowerReach(),
			"upper reach": c.UpperReach() + 1, "forecast": int(c.Forecast(1<<25)) + 1} {
			if n <= 0 {
				t.Fatalf("%s %d of %+v", what, n, c)
			}
		}
	})
}

func TestPreset(t *testing.T) {
	c, err := Preset("nano", 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	if n := c.NumParams(); n < 150_000 || n > 250_000 {
		t.Errorf("nano has %d parameters, want about 0.2M", n)
	}
	if _, err := Preset("nona", 64); err == nil || !strings.Contains(err.Error(), "nano") {
		t.Errorf("error %v, want one that names what there is", err)
	}
}

func TestNearest(t *testing.T) {
	for key, want := range map[string]string{"encoderlayers": "encoder_layers", "residul": "residual", "TOP_K": "top_k", "ropetheta": "rope_theta"} {
		if got := nearest(key, configKeys()); got != want {
			t.Errorf("nearest to %q is %q, want %q", key, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"chunk", "chunk", 0}, {"flaw", "lawn", 2}} {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("distance of %q and %q is %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
