package ruler

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

// draw draws a key or a value of a needle.
type draw func() string

// drawer is how keys or values of a kind are drawn.
func (s *settings) drawer(setting, kind string) (draw, error) {
	switch kind {
	case "numbers":
		return func() string { return strconv.Itoa(s.random.RandInt(1000000, 9999999)) }, nil
	case "words":
		words := s.pack.Needles()
		return func() string { return words.At(s.random.RandBelow(words.Len())) }, nil
	case "uuids":
		return s.uuid, nil
	}
	return nil, fmt.Errorf("ruler: task %s has %s %q: want numbers, words or uuids", s.name, setting, kind)
}

// uuid is a random UUID of version 4.
func (s *settings) uuid() string {
	low, high := s.random.GetRandBits(64), s.random.GetRandBits(64)
	high = high&^0xf000 | 0x4000
	low = low&^(3<<62) | 2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xffff, high&0xffff, low>>48, low&(1<<48-1))
}

// needle is a sentence that says a value of a key.
type needle struct {
	text string
	key  int // number of the key
}

// secrets are the keys of a sample with their values, and the needles that say them.
type secrets struct {
	keys    []string
	values  [][]string
	needles []needle
}

// secrets draws the keys and values, and shuffles the needles.
func (n *niah) secrets() secrets {
	var s secrets
	for k := range n.keys {
		key := n.drawKey()
		s.keys = append(s.keys, key)
		s.values = append(s.values, nil)
		for range n.task.Values {
			value := n.drawValue()
			s.values[k] = append(s.values[k], value)
			s.needles = append(s.needles, needle{n.sentence(key, value), k})
		}
	}
	n.shuffler().Shuffle(len(s.needles), func(i, j int) { s.needles[i], s.needles[j] = s.needles[j], s.needles[i] })
	return s
}

// sentence is a needle's text. It names the kind of values in the plural always.
func (n *niah) sentence(key, value string) string {
	return n.needle.fill("type_needle_v", n.task.ValueKind, "key", key, "value", value)
}

// join is the keys as the question lists them.
func join(keys []string, texts taskpack.NIAH) string {
	last := len(keys) - 1
	if last == 0 {
		return keys[0]
	}
	return strings.Join(keys[:last], texts.QueryJoin) + texts.QueryLastJoin + keys[last]
}
