// Package oracle is the operator of hierarchical sparse attention as its definition, in float64 and plain loops:
// what every faster form is compared with. It knows nothing of graphs or backends.
//
// Read it in the order of the computation:
//
//	spec.go      sizes, switches, inputs and results, with the axes of every tensor
//	retrieve.go  scores, visibility, top-K (section 3.3)
//	weights.go   scores to chunk weights, and their gradient (Eq. 1)
//	attend.go    attention inside the picked chunks, and its gradient (Eq. 2)
//	operator.go  the loops over texts, tokens and heads
//	gap.go       how near a choice is to going the other way
//
// Equations and sections are those of arXiv 2510.17196. Gradients are written out by hand; the tests hold them
// against finite differences.
package oracle
