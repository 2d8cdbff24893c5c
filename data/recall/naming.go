package recall

import (
	"fmt"
	"strings"
)

// name joins the kind of key, what is special and the haystack.
func (c Config) name() string {
	parts := []string{"recall", c.kind()}
	add := func(part string, is bool) {
		if is {
			parts = append(parts, part)
		}
	}
	add("listed", c.Listed)
	add("deep", c.Hops > 0 && c.Shallowest == c.Hops && !c.Listed)
	add("reverse", c.Reverse)
	add(fmt.Sprintf("%s%d", c.Answer, c.Repeats), c.Repeats > 0)
	add("straddle", c.Straddle == 1)
	add(fmt.Sprintf("straddle%.3g", 100*c.Straddle), c.Straddle > 0 && c.Straddle < 1)
	return strings.Join(append(parts, string(c.Haystack)), "-")
}

func (c Config) kind() string {
	switch {
	case c.Hops > 0:
		return fmt.Sprintf("chain%d", c.Hops)
	case c.KeySymbols == 2:
		return "conjunctive"
	}
	return "plain"
}

// chance is one over the number of possible answers. The values of a repeated key are all different, and so are the keys
// of a chain.
func (c Config) chance() float64 {
	switch {
	case c.Listed:
		return distinct(c.Keys-1, c.Hops-1) / float64(c.Values)
	case c.Reverse:
		return distinct(c.Keys, c.answers())
	}
	return distinct(c.Values, c.answers())
}

// distinct is one over the number of ways to take n of some symbols in order.
func distinct(symbols, n int) float64 {
	chance := 1.0
	for i := range n {
		chance /= float64(symbols - i)
	}
	return chance
}
