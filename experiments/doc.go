// Package experiments joins model, data and figures: it trains models and keeps them, and asks them about a text.
//
//	recipe.go      what a run is, and the recipes that have a name: nano, nano-text, nano-robust
//	rival.go       what takes the model's place: no memory, full attention
//	steps.go       what groups are taught of a way of several hops
//	task.go        the tasks of a recipe, built from their definition
//	batch.go       samples to batches
//	curriculum.go  how sequence length and top-K move (curriculumrate.go: the learning rate)
//	feed.go        what training reads (feedahead.go: made while the device computes)
//	train.go       the training loop (trainstep.go: a step; trainlog.go: its record; trainbest.go: the best checkpoint)
//	checkpoint.go  what an interrupted run goes on from
//	rundir.go      the directory of a run (rundirlock.go: for one process at a time; rundirmetrics.go: its metrics)
//	card.go        the model card
//	model.go       trained models, shipped or by path
//	tasks.go       what a model can be asked
//	               (tasksbenchmarks.go: of RULER and BABILong; mixturetext.go: what their prompts are made of)
//	reader.go      one interface over the streams of models and rivals
//	ask.go         a reader's own text, needles and questions (book.go: a stretch of a book)
//	probe.go       a text that is read again and again (snapshot.go: its record in a training; walk.go: one retrieval of it)
//	figures_*.go   the figures that need a model: one retrieval, a training; those of results are in figures/
//	bench.go       speed of training and reading
//	host.go        processor, memory (hostmemory.go: what is free)
//	commit.go      the commit that the program was built from
//
// The program is in hsalab/, evaluation in eval/, the paper's experiments as data in study/ and what carries them out in
// sweep/, rows and statistics in results/, the committed rows in records/, TensorBoard event files in events/, the shipped
// models in weights/, the XLA plugin for CPUs in pjrt/.
//
// A run is a directory: run.json, metrics.jsonl and the same as TensorBoard events, checkpoint.safetensors (the last) and
// best.safetensors, and weights/ once it is done. Every file but the two records, which are appended to, is written beside
// its name and renamed; run.lock is locked by the process that trains. A run that was interrupted or killed goes on bit
// for bit: its checkpoint has all of its state, and the records are cut to it.
package experiments
