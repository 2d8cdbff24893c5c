package solve

import (
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

// grammar is the vocabularies that the slots of a pack's forms take.
type grammar struct {
	pack                                  *taskpack.Babi
	actor, place, object, time, pronoun   vocabulary
	direction, thing, size, state, animal vocabulary
	animals, color                        vocabulary
}

func newGrammar(pack *taskpack.Babi) grammar {
	w := pack.Worlds
	names := slices.Concat(keys(w.Basic.Actors), keys(w.Motivations.Actors), w.Deduction.Actors, w.Induction.Actors)
	places := slices.Concat(w.Basic.Locations, w.Motivations.Locations)
	return grammar{
		pack:      pack,
		actor:     newVocabulary(names...),
		place:     newVocabulary(places...),
		object:    newVocabulary(append(keys(w.Basic.Objects), keys(w.Motivations.Objects)...)...),
		time:      newVocabulary(pack.Times...),
		pronoun:   newVocabulary(pack.Statements.Pronoun.Pronouns.Male, pack.Statements.Pronoun.Pronouns.Other),
		direction: newVocabulary(slices.Concat(values(pack.Directions.Cardinal), values(pack.Directions.Relative))...),
		thing:     newVocabulary(append(places, shapeNames(w.Positional)...)...),
		size:      newVocabulary(w.Sizes...),
		state:     newVocabulary(keys(w.Motivations.States)...),
		animal:    newVocabulary(append(keys(w.Deduction.Animals), w.Induction.Animals...)...),
		animals:   newVocabulary(values(w.Deduction.Animals)...),
		color:     newVocabulary(w.Induction.Colors...),
	}
}

// shapeNames are the shapes of every color and of none.
func shapeNames(world taskpack.BabiPositional) []string {
	names := slices.Clone(world.Shapes)
	for _, color := range world.Colors {
		for _, shape := range world.Shapes {
			names = append(names, color+" "+shape)
		}
	}
	return names
}

func (g grammar) statements() []pattern {
	say := g.pack.Statements
	var list []pattern
	add := func(k kind, forms []string, slots ...vocabulary) {
		for _, form := range forms {
			list = append(list, newPattern(k, form, ".", slots...))
		}
	}
	add(toldGet, say.Get, g.actor, g.object)
	add(toldDrop, say.Drop, g.actor, g.object)
	add(toldGive, say.Give, g.actor, g.actor, g.object)
	add(toldMove, say.Move, g.actor, g.place)
	add(toldPair, pairForms(say), g.actor, g.actor, g.place)
	add(toldPronoun, join(say.Pronoun.Adverbs, "", say.Pronoun.Verbs), g.pronoun, g.place)
	add(toldThey, join(say.They.Adverbs, "", say.They.Verbs), g.place)
	add(toldMoveTime, join(say.Move, " ", []string{"%s"}), g.actor, g.place, g.time)
	add(toldTimeMove, join([]string{"%s"}, " ", say.Move), g.time, g.actor, g.place)
	add(toldIsIn, say.IsIn, g.actor, g.place)
	add(toldIsNotIn, say.IsNotIn, g.actor, g.place)
	add(toldEither, say.Either, g.actor, g.place, g.place)
	add(toldLies, say.Direction, g.thing, g.direction, g.thing)
	add(toldBigger, say.Bigger, g.size, g.size)
	add(toldState, say.IsAdjective, g.actor, g.state)
	add(toldAnimal, say.IsNoun, g.actor, g.animal)
	add(toldFears, say.Fears, g.animals, g.animals)
	add(toldColor, say.HasColor, g.actor, g.color)
	return list
}

func (g grammar) questions() []pattern {
	q := g.pack.Questions
	var list []pattern
	add := func(k kind, form string, slots ...vocabulary) { list = append(list, newPattern(k, form, "", slots...)) }
	add(askWhereActor, q.WhereActor, g.actor)
	add(askWhereObject, q.WhereObject, g.object)
	add(askBeforeObject, q.WhereBeforeObject, g.object, g.place)
	add(askBeforeActor, q.WhereBeforeActor, g.actor, g.place)
	add(askIsIn, q.IsInActor, g.actor, g.place)
	add(askWhatLies, q.Direction[0], g.direction, g.place)
	add(askLiesOfWhat, q.Direction[1], g.place, g.direction)
	add(askLies, q.DirectionYesNo, g.thing, g.direction, g.thing)
	add(askGiven, q.Give[0], g.actor, g.actor)
	add(askReceiver, q.Give[1], g.object)
	add(askReceiverOf, q.Give[2], g.actor, g.object)
	add(askCount, q.Count, g.actor)
	add(askHolding, q.Holding, g.actor)
	add(askFear, q.Fear, g.actor)
	add(askColor, q.Color, g.actor)
	add(askBigger, q.Size[0], g.size, g.size)
	add(askFits, q.Size[1], g.size, g.size)
	add(askPath, q.Path, g.place, g.place)
	add(askWhereTo, q.WhereTo, g.actor)
	add(askWhyMove, q.WhyMove, g.actor, g.place)
	add(askWhyGet, q.WhyGet, g.actor, g.object)
	return list
}

// pairForms are the forms of a move whose actor is a pair.
func pairForms(say taskpack.BabiStatements) []string {
	forms := make([]string, len(say.Move))
	for i, form := range say.Move {
		forms[i] = strings.Replace(form, "%s", say.Conjunction, 1)
	}
	return forms
}

// join is every form made of one of both lists.
func join(first []string, between string, second []string) []string {
	var forms []string
	for _, a := range first {
		for _, b := range second {
			forms = append(forms, a+between+b)
		}
	}
	return forms
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
func values(m map[string]string) []string { return slices.Sorted(maps.Values(m)) }
