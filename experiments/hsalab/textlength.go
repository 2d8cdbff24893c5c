package main

import (
	"strconv"
	"strings"

	"github.com/hsalab/hsalab/experiments"
)

// textLength is a number of tokens as a flag: 4096, 4K (4 × 1024) or 1M (1024 × 1024).
type textLength int

// UnmarshalText reads the flag.
func (n *textLength) UnmarshalText(text []byte) error {
	digits, unit := strings.ToUpper(string(text)), 1
	switch {
	case strings.HasSuffix(digits, "K"):
		digits, unit = strings.TrimSuffix(digits, "K"), 1<<10
	case strings.HasSuffix(digits, "M"):
		digits, unit = strings.TrimSuffix(digits, "M"), 1<<20
	}
	value, err := strconv.Atoi(digits)
	if err != nil || value < 1 || value > 1<<40/unit {
		return errorf("length %q: want a number of tokens such as 4096, 4K or 1M", text)
	}
	*n = textLength(value * unit)
	return nil
}

// lengthText shows a number of tokens, shortly where it is a round one.
func lengthText(n int) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return strconv.Itoa(n>>20) + "M"
	case n >= 1<<12 && n%(1<<10) == 0:
		return strconv.Itoa(n>>10) + "K"
	}
	return strconv.Itoa(n)
}

// inTokens is lengths that were given in tokens, or as multiples of the training length.
func inTokens(lengths []textLength, ratios []int, t *experiments.Trained) []int {
	var list []int
	for _, n := range lengths {
		list = append(list, int(n))
	}
	for _, r := range ratios {
		list = append(list, r*t.Config().TrainingLength)
	}
	return list
}
