// Package sparsity is what cells of 24-enforced-sparsity.ipynb call: how much of a text top-K leaves out, and what the
// committed ablation says of leaving it out in training and in testing (section 6 of arXiv 2510.17196).
//
//	share.go    what top-K picks of what there is to see, counted
//	mismatch.go top-K in training against top-K in testing
//
// The package imports no model; those of its notebook's cells that run one call package reading.
package sparsity
