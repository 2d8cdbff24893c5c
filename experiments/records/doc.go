// Package records holds the committed results: one row a question, as package results keeps them.
//
//	eval.jsonl.gz          the shipped models, in every haystack, from the training length to 8192 times it (two to 262,144)
//	ablation.jsonl.gz      encoder × residual × top-K in training, three seeds each, at two top-Ks in testing
//	studies/NAME.jsonl.gz  the rows of a study of package study
//	tiny.jsonl.gz          models trained on a GPU, on the paper's tasks
//	diagnoses.jsonl.gz     what each HSA layer does at several lengths, a line a layer and length, of "hsalab diagnose"
//
// The files are part of the program, so a figure needs no path. With the build tag notebook, which the lab's kernel sets,
// they are read from the clone instead, since a cell would be linked with all of them. A file that is not committed is [ErrNone]. The package
// imports no model.
package records
