package babi

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

// checkPack verifies what the families need of a pack beside its fields: %s in the right number, and worlds in which
// each of them can happen. It gives every fault, joined.
func checkPack(pack *taskpack.Babi) error {
	return errors.Join(checkStatements(pack.Statements), checkQuestions(pack.Questions), checkWords(pack), checkWorlds(pack.Worlds))
}

func checkStatements(s taskpack.BabiStatements) error {
	return errors.Join(
		checkForms("get", 2, s.Get...), checkForms("drop", 2, s.Drop...), checkForms("give", 3, s.Give...),
		checkForms("teleport", 2, s.Move...),
		checkForms("teleport_coref.adverbs", 1, s.Pronoun.Adverbs...), checkForms("teleport_coref.verbs", 1, s.Pronoun.Verbs...),
		checkForms("teleport_compound_coref.adverbs", 0, s.They.Adverbs...),
		checkForms("teleport_compound_coref.verbs", 1, s.They.Verbs...),
		checkForms("conjunction", 2, s.Conjunction),
		checkForms("is_in_true", 2, s.IsIn...), checkForms("is_in_false", 2, s.IsNotIn...), checkForms("either", 3, s.Either...),
		checkForms("dir", 3, s.Direction...), checkForms("bigger", 2, s.Bigger...),
		checkForms("is_adjective", 2, s.IsAdjective...), checkForms("is_noun", 2, s.IsNoun...), atLeast("is_noun forms", len(s.IsNoun), 2),
		checkForms("has_fear", 2, s.Fears...), checkForms("has_color", 2, s.HasColor...),
	)
}

func checkQuestions(q taskpack.BabiQuestions) error {
	return errors.Join(
		checkForms("where_actor", 1, q.WhereActor), checkForms("where_object", 1, q.WhereObject),
		checkForms("where_before_object", 2, q.WhereBeforeObject), checkForms("where_before_actor", 2, q.WhereBeforeActor),
		checkForms("yes_no_is_in_actor", 2, q.IsInActor), checkForms("dir", 2, q.Direction...), atLeast("questions of dir", len(q.Direction), 2),
		checkForms("dir_yes_no", 3, q.DirectionYesNo), atLeast("questions of give", len(q.Give), 3), checkGive(q.Give),
		checkForms("count", 1, q.Count), checkForms("holding", 1, q.Holding), checkForms("fear", 1, q.Fear),
		checkForms("color", 1, q.Color), checkForms("size", 2, q.Size...), atLeast("questions of size", len(q.Size), 2),
		checkForms("path", 2, q.Path), checkForms("whereto", 1, q.WhereTo), checkForms("why_teleport", 2, q.WhyMove),
		checkForms("why_get", 2, q.WhyGet),
	)
}

func checkGive(forms []string) error {
	for i, form := range forms {
		want := 2
		if i == 1 {
			want = 1
		}
		if err := checkForms("give question", want, form); err != nil {
			return err
		}
	}
	return nil
}

func checkForms(name string, slots int, forms ...string) error {
	if len(forms) == 0 {
		return fmt.Errorf("babi: the pack has no form of %s", name)
	}
	for _, form := range forms {
		if got := strings.Count(form, "%s"); got != slots {
			return fmt.Errorf("babi: form %q of %s has %d %%s, want %d", form, name, got, slots)
		}
	}
	return nil
}

func checkWords(pack *taskpack.Babi) error {
	var errs []error
	for _, d := range compass {
		for name, words := range map[string]string{
			"opposite": pack.Opposite[d], "cardinal": pack.Directions.Cardinal[d], "relative": pack.Directions.Relative[d],
		} {
			if words == "" {
				errs = append(errs, fmt.Errorf("babi: the pack's %s lacks the direction %q", name, d))
			}
		}
	}
	return errors.Join(append(errs,
		atLeast("times", len(pack.Times), 4),
		atLeast("numerals", len(pack.Numerals), len(pack.Worlds.Basic.Objects)+1))...)
}

func checkWorlds(w taskpack.BabiWorlds) error {
	return errors.Join(
		atLeast("places of world basic", len(w.Basic.Locations), 6),
		atLeast("actors of world basic", len(w.Basic.Actors), 3),
		atLeast("objects of world basic", len(w.Basic.Objects), 1),
		atLeast("actors of world motivations", len(w.Motivations.Actors), 1),
		atLeast("states of world motivations", len(w.Motivations.States), len(w.Motivations.Actors)),
		atLeast("sizes", len(w.Sizes), 3),
		atLeast("animals of world deduction", len(w.Deduction.Animals), max(2, len(w.Deduction.Actors))),
		atLeast("animals of world induction", len(w.Induction.Animals), 1),
		atLeast("actors of world induction", len(w.Induction.Actors), len(w.Induction.Animals)+1),
		atLeast("colors of world induction", len(w.Induction.Colors), len(w.Induction.Animals)),
		atLeast("shapes of world positional", len(w.Positional.Shapes), 2),
		atLeast("colors of world positional", len(w.Positional.Colors), 2),
	)
}

func atLeast(name string, have, want int) error {
	if have < want {
		return fmt.Errorf("babi: the pack has %d %s: want at least %d", have, name, want)
	}
	return nil
}
