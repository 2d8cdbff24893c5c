// Package experiments joins model, data and figures: it trains, evaluates and compares, and keeps what came out.
//
//	recipe.go      what a run is, and the recipes that have a name: nano, nano-text, nano-robust
//	task.go        the tasks of a recipe, built from their definition
//	batch.go       samples to batches
//	curriculum.go  how sequence length and learning rate move
//	train.go       the training loop
//	checkpoint.go  what an interrupted run goes on from
//	rundir.go      the directory of a run
//	card.go        the model card
//	model.go       trained models, shipped or by path
//	eval.go        accuracy and recall@K at any length
//	ablation.go    the grid of variants
//	host.go        commit, processor, memory
//
// A run is a directory: run.json, metrics.jsonl, checkpoint.safetensors, and weights/ once it is done. Every file is
// written beside its name and renamed.
package experiments
