// Package experiments joins model, data and figures: it trains, evaluates and compares, and keeps what came out.
//
//	recipe.go      what a run is, and the recipes that have a name: nano, nano-text, nano-robust
//	task.go        the tasks of a recipe, built from their definition
//	batch.go       samples to batches
//	curriculum.go  how sequence length and learning rate move
//	train.go       the training loop
//	checkpoint.go  what an interrupted run goes on from
//	rundir.go      the directory of a run and its metrics
//	card.go        the model card
//	model.go       trained models, shipped or by path
//	eval.go        accuracy and recall@K at any length (evalrow.go: how one question is scored)
//	ablation.go    the grid of variants
//	ask.go         a reader's own text, needles and questions (book.go: a stretch of a book)
//	figures_*.go   the figures that need a model: one retrieval, a training; those of results are in figures/
//	quickstart.go  the short evaluation of the quickstart
//	bench.go       speed of training and reading
//	host.go        commit, processor, memory
//
// The program is in hsalab/, rows and statistics in results/, the committed rows in records/, the shipped models in
// weights/, the XLA plugin for CPUs in pjrt/.
//
// A run is a directory: run.json, metrics.jsonl, checkpoint.safetensors, and weights/ once it is done. Every file is
// written beside its name and renamed.
package experiments
