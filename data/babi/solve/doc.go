// Package solve answers the questions of bAbI stories from their statements alone: it reads the sentences back with the
// forms of a task pack and reasons over what they say. It is the independent check of the simulator in
// [github.com/hsalab/hsalab/data/babi], knows nothing of it and shares no code with it.
//
// A [Solver] needs no task number: the form of the question says what is asked. Where the statements do not settle the
// answer it says so ([ErrUnknown]) and does not guess, so that a story with a supporting fact taken out is caught.
package solve
