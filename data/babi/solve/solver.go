package solve

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

// ErrUnknown says that the statements do not settle the answer.
var ErrUnknown = errors.New("the statements do not say")

// ErrWrong says that the statements give another answer than the one claimed.
var ErrWrong = errors.New("wrong answer")

// Solver answers questions told in the forms of one task pack. It is safe for concurrent use.
type Solver struct {
	pack       taskpack.Babi
	statements []pattern
	questions  []pattern
}

// New makes a solver of the pack's forms.
func New(pack taskpack.Babi) *Solver {
	g := newGrammar(&pack)
	return &Solver{pack: pack, statements: g.statements(), questions: g.questions()}
}

// Answer answers the question from the statements before it, as the bAbI files write answers. It fails with
// [ErrUnknown] where they do not settle it, and on a sentence that fits none of the forms.
func (s *Solver) Answer(statements []string, question string) (string, error) {
	asked, ok := match(s.questions, question)
	if !ok {
		return "", fmt.Errorf("solve: question %q fits no form of the pack", question)
	}
	facts := make([]fact, len(statements))
	for i, text := range statements {
		if facts[i], ok = match(s.statements, text); !ok {
			return "", fmt.Errorf("solve: statement %q fits no form of the pack", text)
		}
	}
	answer, err := solvers[asked.kind](&s.pack, facts, asked.words)
	if err != nil {
		return "", fmt.Errorf("solve: %q: %w", question, err)
	}
	return answer, nil
}

// Prove checks a claimed answer against the statements. It fails with [ErrWrong], [ErrUnknown], or on a sentence that
// fits none of the forms. Lists are compared in any order.
func (s *Solver) Prove(statements []string, question, claim string) error {
	answer, err := s.Answer(statements, question)
	if err != nil {
		return err
	}
	if answer != claim && !s.sameList(question, answer, claim) {
		return fmt.Errorf("solve: %q: %w: %s, the statements say %s", question, ErrWrong, claim, answer)
	}
	return nil
}

// sameList reports whether the question asks for a list and both are the same one.
func (s *Solver) sameList(question, a, b string) bool {
	asked, _ := match(s.questions, question)
	sorted := func(list string) []string { return slices.Sorted(slices.Values(strings.Split(list, ","))) }
	return asked.kind == askHolding && slices.Equal(sorted(a), sorted(b))
}

// solvers answer each kind of question from the facts, given the words of the question.
var solvers = map[kind]func(*taskpack.Babi, []fact, []string) (string, error){
	askWhereActor:   whereActor,
	askWhereObject:  whereObject,
	askBeforeObject: beforeObject,
	askBeforeActor:  beforeActor,
	askIsIn:         isIn,
	askWhatLies:     whatLies,
	askLiesOfWhat:   liesOfWhat,
	askLies:         lies,
	askGiven:        given,
	askReceiver:     receiver,
	askReceiverOf:   receiverOf,
	askCount:        count,
	askHolding:      holding,
	askFear:         fear,
	askColor:        color,
	askBigger:       bigger,
	askFits:         fits,
	askPath:         path,
	askWhereTo:      whereTo,
	askWhyMove:      why,
	askWhyGet:       why,
}
