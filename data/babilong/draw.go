package babilong

import (
	"crypto/sha256"
	"fmt"

	"github.com/hsalab/hsalab/data/babi"
)

// storiesADraw is how many stories are told for a question before none is said to fit.
const storiesADraw = 1000

// heldOutOf is the number of stories of which one is held out.
const heldOutOf = 8

// HeldOut reports whether the facts before a question are among the eighth of all that models are not trained on, by
// their text: neither seed nor question matters.
func HeldOut(q babi.Question) bool {
	h := sha256.New()
	for _, statement := range q.Statements {
		fmt.Fprintln(h, statement)
	}
	return h.Sum(nil)[0]%heldOutOf == 0
}

// Draw is question number index of a stream: one that fits, of the first of its stories that has any. It fails where none
// of many stories has.
func Draw(s *babi.Simulator, task babi.Task, seed int64, index int, fits func(babi.Question) bool) (babi.Question, error) {
	for i := range storiesADraw {
		story, err := s.Story(task, seed, index*storiesADraw+i)
		if err != nil {
			return babi.Question{}, err
		}
		var fitting []babi.Question
		for _, q := range story.Questions() {
			if fits(q) {
				fitting = append(fitting, q)
			}
		}
		if len(fitting) > 0 {
			return fitting[index%len(fitting)], nil
		}
	}
	return babi.Question{}, fmt.Errorf("babilong: none of %d stories of %v is short enough: give a greater length", storiesADraw, task)
}
