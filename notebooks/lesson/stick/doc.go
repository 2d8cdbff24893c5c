// Package stick is what the cells of 21-stick-breaking.ipynb call: figures of stick-breaking and the other chunk
// weightings (Eq. 1 of arXiv 2510.17196), computed by package oracle from scores that the reader chooses.
//
//	break.go      the stick, chunk by chunk, and what the order does
//	picture.go    the stick itself
//	compare.go    the weightings beside one another, and a chunk in a crowd
//	influence.go  how a weight moves with a score
//	float32.go    why the library does not multiply what is left
//
// Scores are those of the picked chunks, newest first. The package imports no model.
package stick
