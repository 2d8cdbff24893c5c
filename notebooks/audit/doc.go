// Package audit is what the cells of 11-how-it-was-checked.ipynb call: checks of this repository's numbers, small enough to be
// carried out in front of the reader. The operator against the numbers of the authors' own code, the conformance suite and
// faults planted for it to catch, intervals against a known truth, and committed answers given again.
package audit
