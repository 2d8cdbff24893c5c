package recall

import (
	"fmt"
	"slices"
	"strings"
)

// Plain is the base task: 32 keys of one symbol, 16 values, 16 noise symbols, noise haystack, needles
// in 75 % of the slots of a training context of 80 tokens.
func Plain() Config {
	return Config{
		Keys: 32, Values: 16, Noise: 16, KeySymbols: 1, Haystack: Noise,
		Chunk: 8, NeedleShare: 0.75, TrainLength: 128,
	}
}

// Wide is [Plain] with 64 keys, 32 values and 32 noise symbols.
func Wide() Config {
	c := Plain()
	c.Keys, c.Values, c.Noise = 64, 32, 32
	return c
}

// Conjunctive is the task with two-symbol keys: 64 keys made of 8 first and 8 second symbols, 32
// values, 32 noise symbols. It is where an encoder can show what a bag of symbols cannot do,
// best among decoys.
func Conjunctive() Config {
	c := Wide()
	c.KeySymbols = 2
	return c
}

// Chains is [Plain] with 64 keys in chains of the given number of hops, 2 or more (variable tracking).
// Every key may be asked, from one hop on, each number of hops equally often.
func Chains(hops int) Config {
	c := Plain()
	c.Keys, c.Hops, c.Shallowest = 64, hops, 1
	return c
}

// With is the same task in another haystack.
func (c Config) With(h Haystack) Config {
	c.Haystack = h
	return c
}

// Deep is the same task of chains with questions for the last key of a chain only, Hops away from the
// value.
func (c Config) Deep() Config {
	c.Shallowest = c.Hops
	return c
}

// Listing is the same task of chains with the keys on the way named in the answer: one retrieval a
// token, where [Config.Deep] asks for Hops retrievals in one pass.
func (c Config) Listing() Config {
	c = c.Deep()
	c.Listed = true
	return c
}

// Straddling is the same task with the given share of the needles across chunk boundaries. There is one
// place for them a chunk, so a share of 1 leaves fewer needles.
func (c Config) Straddling(share float64) Config {
	c.Straddle = share
	return c
}

// Repeating is the same task with the given number of needles for each key asked for, 2 or more, all
// with different values, of which answer says which count.
func (c Config) Repeating(needles int, answer Which) Config {
	c.Repeats, c.Answer = needles, answer
	return c
}

// Reversed is the same task asked by the value for the key. Keys and Values change places, so that
// there is as much to ask for, and as much to guess, as before.
func (c Config) Reversed() Config {
	c.Reverse = !c.Reverse
	c.Keys, c.Values = c.Values, c.Keys
	return c
}

// named are the tasks with a name, in the order they are listed in.
var named = []struct {
	name   string
	config func() Config
}{
	{"plain", Plain},
	{"wide", Wide},
	{"conjunctive", Conjunctive},
	{"chain2", func() Config { return Chains(2) }},
	{"chain3", func() Config { return Chains(3) }},
	{"chain2-deep", func() Config { return Chains(2).Deep() }},
	{"chain3-deep", func() Config { return Chains(3).Deep() }},
	{"chain2-listed", func() Config { return Chains(2).Listing() }},
	{"chain3-listed", func() Config { return Chains(3).Listing() }},
	{"reverse", func() Config { return Plain().Reversed() }},
	{"reverse-all", func() Config { return Plain().Reversed().Repeating(2, All) }},
	{"straddle", func() Config { return Plain().Straddling(1) }},
	{"straddle-half", func() Config { return Plain().Straddling(0.5) }},
	{"newest", func() Config { return Plain().Repeating(2, Newest) }},
	{"oldest", func() Config { return Plain().Repeating(2, Oldest) }},
}

// Names lists the names of [Named].
func Names() []string {
	names := make([]string, len(named))
	for i, n := range named {
		names[i] = n.name
	}
	return names
}

// Named is the task over symbols with a name such as "plain" or "chain2", in a noise haystack.
func Named(name string) (Config, error) {
	i := slices.Index(Names(), name)
	if i < 0 {
		return Config{}, fmt.Errorf("recall: unknown task %q; there is: %s", name, strings.Join(Names(), ", "))
	}
	return named[i].config(), nil
}
