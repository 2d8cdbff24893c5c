package figures

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// What a study is to have: as many seeds of each variant, up to so many times the training length.
const (
	leastSeeds = 3
	leastRatio = 256
)

// tested is which lengths and how many seeds of which variants rows have.
type tested struct {
	x                   lengthAxis
	variants, haystacks []string
	seeds               map[variantPlace]map[int64]bool
	longest             float64 // length / training length
}

// shortfall says in one note what the rows of a table lack, of what was to be measured or of what they have of other
// variants, for want of computing time; "" where they lack nothing.
func shortfall(rows []results.Row, x lengthAxis, variant func(results.Row) string) string {
	t := tested{x: x, seeds: map[variantPlace]map[int64]bool{}}
	t.variants = seenIn(rows, variant)
	t.haystacks = seenIn(rows, func(r results.Row) string { return r.Haystack })
	for _, r := range rows {
		p := variantPlace{variant(r), r.Haystack, x.of(r)}
		if t.seeds[p] == nil {
			t.seeds[p] = map[int64]bool{}
		}
		t.seeds[p][r.Seed] = true
		t.longest = max(t.longest, r.Ratio)
	}
	lacks := slices.Concat(t.fewSeeds(), t.notSoFar(), t.missing())
	if len(lacks) == 0 {
		return ""
	}
	return "for want of computing time: " + strings.Join(lacks, "; ")
}

// fewSeeds names the variants with fewer seeds than the others, or says that all have few.
func (t tested) fewSeeds() []string {
	most := 0
	for _, s := range t.seeds {
		most = max(most, len(s))
	}
	var list []string
	if most < leastSeeds {
		list = append(list, fmt.Sprintf("%s, where %d are asked for", plural(most, "seed"), leastSeeds))
	}
	for _, v := range t.variants {
		byCount := map[int][]float64{}
		for p, s := range t.seeds {
			if p.variant != v {
				continue
			}
			if len(s) < most && !slices.Contains(byCount[len(s)], p.at) {
				byCount[len(s)] = append(byCount[len(s)], p.at)
			}
		}
		for n := 1; n < most; n++ {
			if at := byCount[n]; len(at) > 0 {
				list = append(list, fmt.Sprintf("%s has %s of %d%s", v, plural(n, "seed"), most, t.unlessAll(v, at)))
			}
		}
	}
	return list
}

// unlessAll names lengths of a variant, unless they are all that it was tested at.
func (t tested) unlessAll(variant string, at []float64) string {
	all := map[float64]bool{}
	for p := range t.seeds {
		if p.variant == variant {
			all[p.at] = true
		}
	}
	if len(all) == len(at) {
		return ""
	}
	return " at " + t.lengths(at)
}

// notSoFar says that no variant was tested as far as a study is to.
func (t tested) notSoFar() []string {
	if t.longest >= leastRatio {
		return nil
	}
	return []string{fmt.Sprintf("tested to %g×, where %d× is asked for", t.longest, leastRatio)}
}

// missing names the variants of a haystack where others are left out, and says what an empty cell is.
func (t tested) missing() []string {
	var list []string
	gaps := false
	for _, h := range t.haystacks {
		places := t.placesIn(h)
		var there []string
		for _, v := range t.variants {
			n := 0
			for _, at := range places {
				n += min(1, len(t.seeds[variantPlace{v, h, at}]))
			}
			gaps = gaps || n > 0 && n < len(places)
			if n > 0 {
				there = append(there, v)
			}
		}
		if len(there) < len(t.variants) {
			list = append(list, fmt.Sprintf("in %s only %s", h, strings.Join(there, ", ")))
		}
	}
	if gaps {
		list = append(list, "cells with – were not measured")
	}
	return list
}

// placesIn are the lengths that any variant was tested at in a haystack, rising.
func (t tested) placesIn(haystack string) []float64 {
	var list []float64
	for p := range t.seeds {
		if p.haystack == haystack && !slices.Contains(list, p.at) {
			list = append(list, p.at)
		}
	}
	slices.Sort(list)
	return list
}

func (t tested) lengths(at []float64) string {
	slices.Sort(at)
	var texts []string
	for _, x := range at {
		texts = append(texts, fmt.Sprintf(t.x.format, x))
	}
	return strings.Join(texts, ", ")
}

// plural is a count of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
