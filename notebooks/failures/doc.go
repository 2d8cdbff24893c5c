// Package failures is what the cells of 05-where-retrieval-fails.ipynb call. It asks the committed results where answers
// go wrong: at which depth and length, whether the right chunk was not picked or not read, and how far down the ranking
// it was. It links no model; package closeup reads texts with one.
package failures
