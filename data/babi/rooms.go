package babi

import "slices"

// compass are the four directions; step is where each leads on a grid whose y axis points north.
var (
	compass = []string{"n", "s", "e", "w"}
	step    = map[string]cell{"n": {0, 1}, "s": {0, -1}, "e": {1, 0}, "w": {-1, 0}}
)

// cell is a place on a grid.
type cell struct{ x, y int }

func (c cell) plus(d cell) cell { return cell{c.x + d.x, c.y + d.y} }

// neighbour says that the thing to lies in the direction as seen from the thing from.
type neighbour struct{ from, direction, to string }

// turned is the same fact seen from the other side.
func (n neighbour) turned(opposite map[string]string) neighbour {
	return neighbour{n.to, opposite[n.direction], n.from}
}

// tellNeighbour tells the fact from either side and gives its line.
func (t *teller) tellNeighbour(n neighbour, words map[string]string) int {
	if t.coin() {
		n = n.turned(t.pack.Opposite)
	}
	return t.tell(t.pack.Statements.Direction, n.from, words[n.direction], n.to)
}

// tellNeighbours is task 4: three rooms in a line, told by their neighbours.
func tellNeighbours(t *teller) bool {
	rooms := shuffled(t.rng, t.pack.Worlds.Basic.Locations)
	d, words := pick(t.rng, compass), t.pack.Directions.Cardinal
	facts := shuffled(t.rng, []neighbour{{rooms[0], d, rooms[1]}, {rooms[1], d, rooms[2]}})
	for _, fact := range facts {
		t.tellNeighbour(fact, words)
	}
	asked := t.rng.IntN(len(facts))
	fact := facts[asked]
	if t.coin() {
		fact = fact.turned(t.pack.Opposite)
	}
	line, forms := []int{asked + 1}, t.pack.Questions.Direction
	if t.coin() {
		t.ask(NewAnswer(Place, fact.from), line, forms[0], words[fact.direction], fact.to)
	} else {
		t.ask(NewAnswer(Place, fact.to), line, forms[1], fact.from, words[fact.direction])
	}
	return true
}

// tellPath is task 19: a way of two steps among five rooms, of which two lie beside it.
func tellPath(t *teller) bool {
	rooms := shuffled(t.rng, t.pack.Worlds.Basic.Locations)[:5]
	first := pick(t.rng, compass)
	second := pickOther(t.rng, compass, t.pack.Opposite[first])
	at := []cell{{}, step[first], step[first].plus(step[second])}
	facts := []neighbour{{rooms[0], first, rooms[1]}, {rooms[1], second, rooms[2]}}
	taken := append(slices.Clone(at), step[second]) // a room there could be a second way
	for len(at) < len(rooms) {
		base, d := t.rng.IntN(len(at)), pick(t.rng, compass)
		c := at[base].plus(step[d])
		if slices.Contains(taken, c) {
			continue
		}
		facts = append(facts, neighbour{rooms[base], d, rooms[len(at)]})
		at, taken = append(at, c), append(taken, c)
	}
	var supports []int
	for _, i := range t.rng.Perm(len(facts)) {
		line := t.tellNeighbour(facts[i], t.pack.Directions.Cardinal)
		if i < 2 {
			supports = append(supports, line)
		}
	}
	t.ask(NewAnswer(Path, first, second), supports, t.pack.Questions.Path, rooms[0], rooms[2])
	return true
}
