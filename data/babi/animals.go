package babi

import "strings"

// tellDeduction is task 15: names are animals, animals are afraid of others, and what is a name afraid of.
func tellDeduction(t *teller) bool {
	world := t.pack.Worlds.Deduction
	animals := shuffled(t.rng, keys(world.Animals))
	isLine, fearLine, fears := map[string]int{}, map[string]int{}, map[string]string{}
	for i := range world.Actors {
		fears[animals[i]] = pickOther(t.rng, animals, animals[i])
	}
	n := len(world.Actors)
	for _, i := range t.rng.Perm(2 * n) {
		if animal := animals[i%n]; i < n {
			isLine[animal] = t.tellAnimal(world.Actors[i], animal)
		} else {
			fearLine[animal] = t.tell(t.pack.Statements.Fears, world.Animals[animal], world.Animals[fears[animal]])
		}
	}
	for _, i := range t.rng.Perm(n) {
		animal := animals[i]
		t.ask(NewAnswer(Animal, fears[animal]), []int{isLine[animal], fearLine[animal]}, t.pack.Questions.Fear, world.Actors[i])
	}
	return true
}

// tellInduction is task 16: names are animals, and one color, that of an animal told twice, is kept back.
func tellInduction(t *teller) bool {
	world := t.pack.Worlds.Induction
	colors := shuffled(t.rng, world.Colors)
	n := len(world.Actors)
	kinds, count := make([]int, n), map[int]int{}
	for i := range kinds {
		kinds[i] = t.rng.IntN(len(world.Animals))
		count[kinds[i]]++
	}
	asked := t.rng.IntN(n)
	for count[kinds[asked]] < 2 {
		asked = t.rng.IntN(n)
	}
	var supports []int
	for _, i := range t.rng.Perm(2 * n) {
		actor, kind := world.Actors[i%n], kinds[i%n]
		if i == n+asked {
			continue
		}
		var line int
		if i < n {
			line = t.tellAnimal(actor, world.Animals[kind])
		} else {
			line = t.tell(t.pack.Statements.HasColor, actor, colors[kind])
		}
		if kind == kinds[asked] {
			supports = append(supports, line)
		}
	}
	t.ask(NewAnswer(Color, colors[kinds[asked]]), supports, t.pack.Questions.Color, world.Actors[asked])
	return true
}

// tellAnimal tells which animal a name is, with the article that its first letter asks for.
func (t *teller) tellAnimal(actor, animal string) int {
	forms := t.pack.Statements.IsNoun
	if strings.ContainsRune("aeiou", rune(animal[0])) {
		return t.tell(forms[1:], actor, animal)
	}
	return t.tell(forms[:1], actor, animal)
}
