package solve

import (
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

// link says that a neighbour lies in a direction: n, s, e or w.
type link struct{ direction, to string }

// links reads the neighbours of every place or shape, from both sides.
func links(pack *taskpack.Babi, facts []fact) map[string][]link {
	m := map[string][]link{}
	for _, f := range facts {
		if f.kind != toldLies {
			continue
		}
		from, direction, to := f.words[0], meaning(pack, f.words[1]), f.words[2]
		m[from] = append(m[from], link{direction, to})
		m[to] = append(m[to], link{pack.Opposite[direction], from})
	}
	return m
}

// meaning is the direction of B from A in "the A is WORDS the B".
func meaning(pack *taskpack.Babi, words string) string {
	for _, directions := range []map[string]string{pack.Directions.Cardinal, pack.Directions.Relative} {
		for direction, w := range directions {
			if w == words {
				return direction
			}
		}
	}
	return ""
}

// whatLies answers "what is WORDS the B".
func whatLies(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	return neighbour(links(pack, facts)[w[1]], pack.Opposite[meaning(pack, w[0])])
}

// liesOfWhat answers "what is the A WORDS".
func liesOfWhat(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	return neighbour(links(pack, facts)[w[0]], meaning(pack, w[1]))
}

func neighbour(around []link, direction string) (string, error) {
	for _, l := range around {
		if l.direction == direction {
			return l.to, nil
		}
	}
	return "", ErrUnknown
}

// path answers with the shortest way, which must be the only one of its length.
func path(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	routes := walk(links(pack, facts), w[0], w[1])
	if len(routes) != 1 {
		return "", ErrUnknown
	}
	return strings.Join(routes[0], ","), nil
}

// walk gives all the shortest routes between two places.
func walk(m map[string][]link, from, to string) [][]string {
	type way struct {
		at    string
		steps []string
	}
	seen := map[string]bool{}
	for front := []way{{at: from}}; len(front) > 0; {
		var routes [][]string
		var next []way
		for _, here := range front {
			if here.at == to {
				routes = append(routes, here.steps)
			}
			seen[here.at] = true
		}
		if len(routes) > 0 {
			return routes
		}
		for _, here := range front {
			for _, l := range m[here.at] {
				if !seen[l.to] {
					next = append(next, way{l.to, append(here.steps[:len(here.steps):len(here.steps)], l.direction)})
				}
			}
		}
		front = next
	}
	return nil
}

// lies answers whether the first thing is in the direction of the second, following what is told between them.
func lies(pack *taskpack.Babi, facts []fact, w []string) (string, error) {
	routes := walk(links(pack, facts), w[0], w[2])
	if len(routes) == 0 {
		return "", ErrUnknown
	}
	direction := meaning(pack, w[1])
	var there, back bool
	for _, step := range routes[0] {
		there = there || step == direction
		back = back || step == pack.Opposite[direction]
	}
	switch {
	case there && back:
		return "", ErrUnknown
	case there:
		return "yes", nil
	default:
		return "no", nil
	}
}
