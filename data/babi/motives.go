package babi

// tellMotivations is task 20: what state people are in, where they go and what they get for it, each with a question.
func tellMotivations(t *teller) bool {
	world, say, q := t.pack.Worlds.Motivations, t.pack.Statements, t.pack.Questions
	actors := keys(world.Actors)
	states := shuffled(t.rng, keys(world.States))
	stage, because := make([]int, len(actors)), make([]int, len(actors))
	for range 3 * len(actors) {
		who := t.rng.IntN(len(actors))
		for stage[who] == 3 {
			who = t.rng.IntN(len(actors))
		}
		actor, state := actors[who], states[who]
		place, object := world.States[state][0], world.States[state][1]
		switch stage[who] {
		case 0:
			because[who] = t.tell(say.IsAdjective, actor, state)
			t.ask(NewAnswer(Place, place), []int{because[who]}, q.WhereTo, actor)
		case 1:
			t.tell(say.Move, actor, place)
			t.ask(NewAnswer(State, state), []int{because[who]}, q.WhyMove, actor, place)
		case 2:
			t.tell(say.Get, actor, object)
			t.ask(NewAnswer(State, state), []int{because[who]}, q.WhyGet, actor, object)
		}
		stage[who]++
	}
	return true
}
