package solve_test

import (
	"errors"
	"fmt"

	"github.com/hsalab/hsalab/data/babi/solve"
	"github.com/hsalab/hsalab/data/taskpack"
)

func ExampleSolver_Answer() {
	solver := solve.New(taskpack.Ours().Babi)
	story := []string{"Wanda lifted the lantern.", "Wanda walked to the orchard."}
	fmt.Println(solver.Answer(story, "In which place is the lantern now?"))
	_, err := solver.Answer(story[:1], "In which place is the lantern now?")
	fmt.Println(err)
	// Output:
	// orchard <nil>
	// solve: "In which place is the lantern now?": the statements do not say
}

func ExampleSolver_Prove() {
	solver := solve.New(taskpack.Ours().Babi)
	story := []string{"The library lies east of the orchard."}
	err := solver.Prove(story, "What lies east of the orchard?", "barn")
	fmt.Println(errors.Is(err, solve.ErrWrong), err)
	// Output: true solve: "What lies east of the orchard?": wrong answer: barn, the statements say library
}
