// Package exercises is what the student notebooks ask of their readers, and checks the answers by computing them: with
// the definitions of package oracle, never with numbers written down.
//
//	exercises.HalfSticks.Check()                        // asks
//	exercises.HalfSticks.Check([]float64{1, 0.5, 0.25}) // checks an answer; a usual mistake gets the hint for it
//	exercises.HalfSticks.Hint(1)                        // helps; 2 helps more
//
//	exercise.go  what an exercise is (verdict.go: what is said of an answer; numbers.go: comparing answers)
//	chunks.go    notebook 20: chunks, scores, picks (chunkscode.go: top-K as a function)
//	stick.go     notebook 21: stick-breaking by hand (stickcode.go: as a function)
//	pooling.go   notebook 22: landmarks and attention mass (poolingcode.go: as a function)
//	residual.go  notebook 23: what enters the stream
//	sparsity.go  notebook 24: how much is left out
//
// Those of notebook 25 run a model and are in package breaking, so that cells of the others link in half a second.
// The solutions are in package solutions.
package exercises
