package babi

import (
	"fmt"
	"strconv"
	"strings"
)

// Task is one of the twenty families, 1 to 20.
type Task int

// Tasks is the number of families.
const Tasks = 20

// family is what the package knows of a task.
type family struct {
	title string
	kind  Kind
	tell  func(*teller) bool // false throws the story away
}

var families = [Tasks + 1]family{
	1:  {"one supporting fact", Place, tellWhere},
	2:  {"two supporting facts", Place, tellCarried},
	3:  {"three supporting facts", Place, tellBefore},
	4:  {"two-argument relations", Place, tellNeighbours},
	5:  {"three-argument relations", Word, tellGiving},
	6:  {"yes-no questions", YesNo, tellIsIn},
	7:  {"counting", Number, tellCounting},
	8:  {"lists and sets", Objects, tellHolding},
	9:  {"negation", YesNo, tellNegation},
	10: {"indefinite knowledge", YesNoMaybe, tellEither},
	11: {"basic coreference", Place, tellPronoun},
	12: {"conjunction", Place, tellPair},
	13: {"compound coreference", Place, tellThey},
	14: {"time", Place, tellTimes},
	15: {"basic deduction", Animal, tellDeduction},
	16: {"basic induction", Color, tellInduction},
	17: {"positions", YesNo, tellPositions},
	18: {"sizes", YesNo, tellSizes},
	19: {"paths", Path, tellPath},
	20: {"motivations", Word, tellMotivations},
}

// ParseTask reads a task's name, such as "qa7".
func ParseTask(name string) (Task, error) {
	digits, ok := strings.CutPrefix(name, "qa")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || Task(n).check() != nil {
		return 0, fmt.Errorf("babi: unknown task %q: want qa1 to qa%d", name, Tasks)
	}
	return Task(n), nil
}

// String is the task's name, such as "qa7".
func (t Task) String() string { return "qa" + strconv.Itoa(int(t)) }

// Title says what the task is about, such as "counting".
func (t Task) Title() string { return t.family().title }

// Kind is the kind of the task's answers: [Word] where its questions ask for different ones.
func (t Task) Kind() Kind { return t.family().kind }

// family is what is known of the task, nothing of one that does not exist.
func (t Task) family() family {
	if t.check() != nil {
		return family{}
	}
	return families[t]
}

func (t Task) check() error {
	if t < 1 || t > Tasks {
		return fmt.Errorf("babi: task %d: want 1 to %d", int(t), Tasks)
	}
	return nil
}
