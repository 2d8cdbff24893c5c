// Package eval measures trained models: what they answer and retrieve at any length, and what their HSA layers do.
//
//	eval.go        an evaluation ([Run]): its options and defaults
//	jobs.go        text by text, several at a time (meter.go: how far it is)
//	asker.go       what is asked: recall tasks; prompts of benchmark.go, ruler.go and babilong.go
//	read.go        texts streamed through a model: forced and free answers
//	row.go         how answers are scored, a row each (retrieval.go: and what was retrieved)
//	controls.go    the same questions answered without a model
//	memory.go      the memory that it will take (rival.go: of a rival)
//	diagnose.go    inside the HSA layers: norms, scores against attention mass, use of what is retrieved (diagnoselayer.go)
//	replay.go      recorded questions asked again
//	glance.go      the short evaluation of the quickstart
//
// Models and tasks are those of package experiments, rows those of package results.
package eval
