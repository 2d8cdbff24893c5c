package babi

import "slices"

// tellPositions is task 17: three shapes, each beside the one before, and eight questions about their positions, half of
// them with the answer yes.
func tellPositions(t *teller) bool {
	names := t.nameShapes()
	first := pick(t.rng, compass)
	second := pickOther(t.rng, compass, t.pack.Opposite[first])
	at := []cell{{}, step[first], step[first].plus(step[second])}
	facts := []neighbour{{names[0], first, names[1]}, {names[1], second, names[2]}}
	lines := make([]int, len(facts))
	for _, i := range t.rng.Perm(len(facts)) {
		lines[i] = t.tellNeighbour(facts[i], t.pack.Directions.Relative)
	}
	for range 8 {
		t.askPosition(names, at, lines)
	}
	return true
}

// askPosition asks for two of the shapes in a direction that makes the answer yes half of the time. Line i tells shapes
// i and i+1.
func (t *teller) askPosition(names []string, at []cell, lines []int) {
	want := t.coin()
	for {
		pair := t.rng.Perm(len(names))[:2]
		d := pick(t.rng, compass)
		from, to := pair[0], pair[1]
		if liesIn(at[from], d, at[to]) != want {
			continue
		}
		supports := lines[min(from, to):max(from, to)]
		t.ask(yesNo(want), supports, t.pack.Questions.DirectionYesNo, names[from], t.pack.Directions.Relative[d], names[to])
		return
	}
}

// liesIn reports whether the cell to lies in the direction as seen from the cell from, straight or not.
func liesIn(from cell, direction string, to cell) bool {
	d := step[direction]
	return d.x*(to.x-from.x)+d.y*(to.y-from.y) > 0
}

// nameShapes draws three names: a shape with a color, or without one where no other is of that shape.
func (t *teller) nameShapes() []string {
	world := t.pack.Worlds.Positional
	var names, shapes []string
	for len(names) < 3 {
		shape := pick(t.rng, world.Shapes)
		name := pick(t.rng, world.Colors) + " " + shape
		if !slices.Contains(names, name) {
			names, shapes = append(names, name), append(shapes, shape)
		}
	}
	for i, shape := range shapes {
		alone := slices.Index(shapes, shape) == i && !slices.Contains(shapes[i+1:], shape)
		if alone && t.coin() {
			names[i] = shape
		}
	}
	return names
}
