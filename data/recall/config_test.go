package recall_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

func TestConfigErrors(t *testing.T) {
	for name, fault := range map[string]func(c *recall.Config){
		"no values":           func(c *recall.Config) { c.Values = 0 },
		"one key":             func(c *recall.Config) { c.Keys = 1 },
		"too many keys":       func(c *recall.Config) { c.Keys = 1 << 20 },
		"three key symbols":   func(c *recall.Config) { c.KeySymbols = 3 },
		"keys not a square":   func(c *recall.Config) { c.KeySymbols, c.Keys = 2, 32 },
		"no noise":            func(c *recall.Config) { c.Noise = 0 },
		"unknown haystack":    func(c *recall.Config) { c.Haystack = "hay" },
		"chunk 0":             func(c *recall.Config) { c.Chunk = 0 },
		"share 0":             func(c *recall.Config) { c.NeedleShare = 0 },
		"share not a number":  func(c *recall.Config) { c.NeedleShare = math.NaN() },
		"share above 1":       func(c *recall.Config) { c.NeedleShare = 1.1 },
		"negative needles":    func(c *recall.Config) { c.Needles = -1 },
		"no training length":  func(c *recall.Config) { c.TrainLength = 0 },
		"offset of a slot":    func(c *recall.Config) { c.Offset = 2 },
		"nothing set, at all": func(c *recall.Config) { *c = recall.Config{} },
	} {
		c := recall.Plain()
		fault(&c)
		if _, err := recall.New(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestConfigErrorsSayWhatToDo names the field at fault and what it may be.
func TestConfigErrorsSayWhatToDo(t *testing.T) {
	chain, twice := recall.Chains(2), recall.Plain().Repeating(2, recall.Newest)
	set := func(c recall.Config, change func(*recall.Config)) recall.Config {
		change(&c)
		return c
	}
	for _, tt := range []struct {
		config recall.Config
		want   string
	}{
		{recall.Plain().Straddling(1.5), "Straddle 1.5: want 0 to 1"},
		{recall.Plain().Straddling(math.NaN()), "Straddle NaN"},
		{set(recall.Plain().Straddling(1), func(c *recall.Config) { c.Offset = 1 }), "Offset 1 with Straddle 1: want 0"},
		{set(recall.Plain().Straddling(1), func(c *recall.Config) { c.Chunk = 1 }), "Chunk 1 with Straddle 1: want at least 2"},
		{set(recall.Conjunctive().Straddling(0.5), func(c *recall.Config) { c.Chunk = 6 }), "want at least 7"},
		{recall.Plain().Repeating(1, recall.Newest), "Repeats 1: want 0 (once) or 2 to 16"},
		{recall.Plain().Repeating(17, recall.Newest), "Repeats 17: want 0 (once) or 2 to 16"},
		{recall.Plain().Repeating(-2, recall.Newest), "Repeats -2"},
		{recall.Plain().Repeating(2, ""), `Answer "" with Repeats 2: want "newest", "oldest" or "all"`},
		{recall.Plain().Repeating(0, recall.All), "want Repeats 2 or more"},
		{recall.Conjunctive().Reversed(), "Reverse with KeySymbols 2"},
		{recall.Chains(1), "Hops 1: want 0 (no chains) or 2 to 16"},
		{recall.Chains(17), "Hops 17"},
		{recall.Chains(-1), "Hops -1"},
		{set(chain, func(c *recall.Config) { c.Keys = 2 }), "Keys 2 with Hops 2: want at least 3"},
		{set(chain, func(c *recall.Config) { c.KeySymbols = 2 }), "KeySymbols 2"},
		{set(chain, func(c *recall.Config) { c.Shallowest = 3 }), "Shallowest 3: want 1 to Hops 2"},
		{set(chain, func(c *recall.Config) { c.Listed = true }), "Shallowest 1 with Listed: want Hops 2"},
		{set(chain, func(c *recall.Config) { c.Hops = 0 }), "with Hops 0"},
		{chain.Repeating(2, recall.Newest), "Repeats 2: want 1, false and 0"},
		{chain.Reversed(), "Reverse true"},
		{set(chain, func(c *recall.Config) { c.Needles = 1 }), "Needles 1: want 0 (as in training) or at least 2"},
		{set(twice, func(c *recall.Config) { c.TrainLength = 4 }), "TrainLength 4: its context has room for 1 needles, want at least 2"},
	} {
		if _, err := recall.New(tt.config); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want %q", err, tt.want)
		}
	}
}

// TestSizeErrorsAreExact verifies that the lengths an error asks for suffice and that one token less does not.
func TestSizeErrorsAreExact(t *testing.T) {
	for _, tt := range []struct {
		name          string
		context, tail int
	}{
		{"plain", 2, 2}, {"conjunctive", 4, 3}, {"chain2", 4, 2}, {"chain3", 6, 2}, {"chain3-listed", 6, 4},
		{"reverse", 2, 2}, {"reverse-all", 4, 3}, {"straddle", 9, 2}, {"straddle-half", 9, 2}, {"newest", 4, 2},
	} {
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			task := newSymbols(t, named(t, tt.name).With(h))
			if _, err := task.Sample(1, 0, tt.context+tt.tail, tt.tail); err != nil {
				t.Errorf("%s, %s: %v", tt.name, h, err)
			}
			_, err := task.Sample(1, 0, tt.context-1+tt.tail, tt.tail)
			if want := fmt.Sprintf("want at least %d", tt.context); err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%s, %s: short context: error %v, want %q", tt.name, h, err, want)
			}
			_, err = task.Sample(1, 0, tt.context+tt.tail-1, tt.tail-1)
			if want := fmt.Sprintf("want at least %d", tt.tail); err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%s, %s: short tail: error %v, want %q", tt.name, h, err, want)
			}
		}
	}
}

func TestSampleErrors(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	for _, size := range [][2]int{{0, 0}, {10, 10}, {10, 1}, {3, 2}, {data.MaxLength + 1, 4}, {-8, -9}} {
		if _, err := task.Sample(1, 0, size[0], size[1]); err == nil {
			t.Errorf("length %d, tail %d: no error", size[0], size[1])
		}
		if got := task.Queries(size[0], size[1]); got != 0 {
			t.Errorf("length %d, tail %d: Queries = %d, want 0", size[0], size[1], got)
		}
	}
}

func TestTokenNames(t *testing.T) {
	for _, tt := range []struct {
		config recall.Config
		ids    []int32
		want   string
	}{
		{recall.Plain(), []int32{0, 31, 32, 47, 48, 63, 64, -1}, "k0 k31 v0 v15 n0 n15 ? ?"},
		{recall.Conjunctive(), []int32{0, 7, 8, 15, 16, 47, 48, 79, 80}, "a0 a7 b0 b7 v0 v31 n0 n31 ?"},
	} {
		if got := show(newSymbols(t, tt.config), tt.ids); got != tt.want {
			t.Errorf("%v are shown as %q, want %q", tt.ids, got, tt.want)
		}
	}
}
