// Package figures makes figures of results: rows in, values of package viz out.
//
//	curve.go       accuracy and recall@K against length
//	ablation.go    the table of variants
//	difference.go  how far each variant is from the reference, with its tests
//	effect.go      what each part of the model is worth, over all variants
//	variants.go    the table of a study, by variant and length
//	differencecurve.go  what the variants of a study differ by from one of them
//	mismatch.go    top-K in training against top-K at test
//	depth.go       depth of the needle against length
//	scatter.go     recall@K against accuracy
//	diagnosis.go   norms of the branches, score against attention mass
//	arms.go        variants and conditions, named and ordered
//	chance.go      the accuracy of a guess
//	extend.go      a new evaluation continued by committed rows
//	origin.go      what a figure says about where its rows come from
//	recorded.go    the figures of the committed results
//	drawn.go       figures that are kept as drawn, beside the rows they were drawn from
//	save.go        every form of a list of figures, as files
//
// Every mean and interval is that of [results.Aggregate]. The package imports no model, so a notebook cell that uses it
// links in half a second.
package figures
