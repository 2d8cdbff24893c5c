package exercises_test

import (
	"math"
	"testing"

	"github.com/hsalab/hsalab/notebooks/exercises"
)

func ExampleExercise_Check() {
	exercises.HalfSticks.Check()
	exercises.HalfSticks.Check([]float64{0.5, 0.25, 0.25})
	exercises.HalfSticks.Check([]float64{0.5, 0.25, 0.125})
	// Output:
	// Three chunks are picked and all score 0. What are their weights, newest first?
	//
	// Put your answer between the parentheses of Check. Hint(1) to Hint(2) help.
	// ✗ Not yet. The last chunk takes half of the 1/4 it finds, as the others did. Nothing says that
	// the stick must be used up.
	// ✓ Right. Equal scores do not mean equal weights: of equals the newest gets most, and 1/8 of the
	// stick is left for nobody.
}

func ExampleExercise_Hint() {
	exercises.HalfSticks.Hint(1)
	exercises.HalfSticks.Hint(9)
	// Output:
	// Hint 1 of 2: σ(0) is one half: each chunk takes half of what it finds. How much does the second
	// one find?
	// There are hints 1 to 2; the solution is in notebooks/exercises/solutions.
}

// A function that does nothing yet is no wrong answer.
func ExampleExercise_Check_blank() {
	exercises.StickScores.Check(func([]float64) []float64 { return nil })
	// Output:
	// Go back: write func(weights []float64) []float64 that finds the scores, newest first, from which
	// stick-breaking makes these weights. (All weights are above 0 and add up to less than 1.)
	//
	// Fill in the function. Hint(1) to Hint(2) in the place of Check help.
}

// TestNotANumber refuses answers that are none.
func TestNotANumber(t *testing.T) {
	for _, a := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if exercises.ScoreFor.Judge(a).Right {
			t.Errorf("%v is right", a)
		}
	}
}
