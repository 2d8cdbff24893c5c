package babi

// tellSizes is task 18: comparisons of six things, and every pair whose order takes exactly two of them.
func tellSizes(t *teller) bool {
	things := shuffled(t.rng, t.pack.Worlds.Sizes) // from large to small
	lines := t.tellComparisons(things)
	asked := false
	for large := range things {
		for small := large + 1; small < len(things); small++ {
			if supports := twoSteps(lines, large, small); supports != nil {
				t.askSize(things[large], things[small], supports)
				asked = true
			}
		}
	}
	return asked
}

// tellComparisons tells a chain of two comparisons and two to seven more, shuffled, and gives the line of each pair of
// ranks.
func (t *teller) tellComparisons(things []string) map[[2]int]int {
	lines := map[[2]int]int{}
	pair := func(a, b int) { lines[[2]int{min(a, b), max(a, b)}] = 0 }
	large := t.rng.IntN(len(things) - 2)
	middle := large + 1 + t.rng.IntN(len(things)-large-2)
	pair(large, middle)
	pair(middle, middle+1+t.rng.IntN(len(things)-middle-1))
	for total := min(2+2+t.rng.IntN(6), len(things)*(len(things)-1)/2); len(lines) < total; {
		two := t.rng.Perm(len(things))[:2]
		pair(two[0], two[1])
	}
	var pairs [][2]int
	for a := range things {
		for b := range things {
			if _, told := lines[[2]int{a, b}]; told {
				pairs = append(pairs, [2]int{a, b})
			}
		}
	}
	for _, p := range shuffled(t.rng, pairs) {
		lines[p] = t.tell(t.pack.Statements.Bigger, things[p[0]], things[p[1]])
	}
	return lines
}

// twoSteps gives the lines of a chain of two between the ranks, nil if one comparison says it or two do not.
func twoSteps(lines map[[2]int]int, large, small int) []int {
	if lines[[2]int{large, small}] > 0 {
		return nil
	}
	for between := large + 1; between < small; between++ {
		first, second := lines[[2]int{large, between}], lines[[2]int{between, small}]
		if first > 0 && second > 0 {
			return []int{first, second}
		}
	}
	return nil
}

// askSize asks for the two things in one of both forms, from either side.
func (t *teller) askSize(large, small string, supports []int) {
	bigger, fits := t.pack.Questions.Size[0], t.pack.Questions.Size[1]
	switch t.rng.IntN(4) {
	case 0:
		t.ask(yesNo(true), supports, bigger, large, small)
	case 1:
		t.ask(yesNo(false), supports, bigger, small, large)
	case 2:
		t.ask(yesNo(true), supports, fits, small, large)
	default:
		t.ask(yesNo(false), supports, fits, large, small)
	}
}
