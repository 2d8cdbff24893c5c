// Package reading is what cells of notebooks 23 and 24 call that run a model: texts of a shipped model's own task, of any
// length, read once and answered under different conditions.
//
//	texts.go   the texts, and how many answers are right
//	norms.go   how large each branch of the HSA layer is, by length
//	factor.go  what was retrieved, made smaller or larger
//	topk.go    more or fewer picks at test
package reading
