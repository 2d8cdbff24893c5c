package viz

import (
	"fmt"
	"math"
)

// PickOverlap shows how much neighbouring queries agree in what they pick: the
// share of a query's chunks that the query so many places later picks as well.
type PickOverlap struct {
	Title string
	Heads []HeadPicks

	Provenance Provenance
}

// HeadPicks is what one head, or layer, picked.
type HeadPicks struct {
	Name  string
	Picks [][]int // the chunks of each query, in order of the queries, each chunk once
}

// Heading returns the title.
func (o PickOverlap) Heading() string { return short(o.Title, maxTitle) }

// Origin returns where the picks come from.
func (o PickOverlap) Origin() Provenance { return o.Provenance }

// Alt describes each head by its nearest and its farthest neighbours.
func (o PickOverlap) Alt() string { return o.curve().Alt() }

// Validate refuses an overlap without title or heads, with fewer than two
// queries, or with a chunk twice in a query.
func (o PickOverlap) Validate() error {
	if err := requireText(named{"PickOverlap.Title", o.Title, "a title"}); err != nil {
		return err
	}
	if len(o.Heads) == 0 {
		return fmt.Errorf("viz: PickOverlap.Heads is empty: give at least one head")
	}
	for i, h := range o.Heads {
		if len(h.Picks) < 2 {
			return fmt.Errorf("viz: PickOverlap.Heads[%d].Picks has %d queries: give at least two", i, len(h.Picks))
		}
		for q, picks := range h.Picks {
			if set(picks) == nil {
				return fmt.Errorf("viz: PickOverlap.Heads[%d].Picks[%d] has a chunk twice, or one below 0: %v", i, q, picks)
			}
		}
	}
	return o.curve().Validate()
}

// set returns the chunks as a set, nil where one is there twice or below zero.
func set(chunks []int) map[int]bool {
	s := make(map[int]bool, len(chunks))
	for _, c := range chunks {
		if s[c] || c < 0 {
			return nil
		}
		s[c] = true
	}
	return s
}

func (o PickOverlap) form() form { return o.curve() }

func (o PickOverlap) curve() Curve {
	c := Curve{
		Title: o.Title, XLabel: "distance between queries (tokens)", YLabel: "share of picks in common",
		Log2X: true, YRange: Range{0, 1}, Provenance: o.Provenance,
	}
	for _, h := range o.Heads {
		s := Series{Name: h.Name}
		for lag := 1; lag < len(h.Picks); lag *= 2 {
			s.Points = append(s.Points, h.overlap(lag))
		}
		c.Series = append(c.Series, s)
	}
	return c
}

// overlap returns the mean over all queries that pick anything of the share
// that the query lag later picks too.
func (h HeadPicks) overlap(lag int) Point {
	sum, n := 0.0, 0
	for q := lag; q < len(h.Picks); q++ {
		if len(h.Picks[q-lag]) == 0 {
			continue
		}
		later, common := set(h.Picks[q]), 0
		for _, c := range h.Picks[q-lag] {
			if later[c] {
				common++
			}
		}
		sum += float64(common) / float64(len(h.Picks[q-lag]))
		n++
	}
	if n == 0 {
		return Point{X: float64(lag), Y: math.NaN()}
	}
	return Point{X: float64(lag), Y: sum / float64(n), N: n}
}
