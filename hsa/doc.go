// Package hsa is hierarchical sparse attention (HSA): a language model that reads a long context in
// sliding windows, cuts it into chunks, gives each chunk a landmark vector, lets every token pick the
// top-K chunks by query·landmark, and attends inside the chunks it picked.
//
// The files follow the model from input to output, one concept a file:
//
//	config.go      every switch of the model, with its paper section (switches.go: the values of those that are
//	               names; rules.go: what contradicts what; configfile.go: TOML and JSON; keys.go: keys and their
//	               errors)
//	preset.go      the sizes that have a name: nano, tiny, small, paper, ultralong
//	chunk.go       chunk arithmetic: which chunks a token may see
//	params.go      the parameters: names, shapes, initial values (parts.go: by part)
//	linear.go      projections, norms, SwiGLU: what every layer is made of (matmul.go, softmax.go: their gradients)
//	rope.go        rotary positions
//	swa.go         sliding-window attention
//	mamba.go       the other backbone, Mamba-2 (ssd.go: its state space)
//	encoder.go     the chunk encoder, its CLS, landmarks, chunk keys and values (entropy.go: landmarks that
//	               pool the keys and carry a bias)
//	retrieval.go   scores, top-K (noise.go: the noise of its ranking in training)
//	weighting.go   chunk weights, and how probability is shared out inside the picked chunks
//	attend.go      attention inside the picked chunks: dense and gather forms
//	dispatch.go    the dispatch form, for training
//	far.go         rotary positions of the far path
//	hsalayer.go    the HSA layer: query, attention, MLP, residual
//	model.go       the whole model as one graph
//	hils.go        a later variant of the operator, against which the entropy bias is checked (hilsoperator.go,
//	               hilsresult.go: running it)
//	operator.go    the operator alone, in its three forms behind one interface (operatorresult.go: its picks; package
//	               oracle has its definition in plain float64)
//	loss.go        answer loss, chunk-label loss, what is measured beside them
//	steps.go       what groups are taught where an answer takes several hops
//	memoryless.go  the same model without its memory, of which package baseline makes rivals
//	train.go       one training step: gradient, clipping, AdamW
//	trainbatch.go  what a batch must be
//	accumulate.go  a step on several micro-batches
//	inference.go   a model ready to run, and the one-shot forward (graphs.go: its compiled graphs)
//	intervene.go   the same model with something changed at test time (interventions.go: what can be)
//	stream.go      long texts, segment by segment in bounded memory: lower.go reads (carry.go: what layers pass on),
//	               encode.go makes chunks, middle.go keeps the end of the middle of the stream
//	memory.go      the chunk memory: hostmemory.go and kvpages.go keep it on the host, devicememory.go,
//	               devicepick.go and devicegather.go on the device; picks.go selects
//	upper.go       the upper half, piece by piece: upperroom.go retrieves, uppergroup.go runs a group (everychunk.go:
//	               without selection; stateful.go: with states of its own)
//	tail.go        the exact upper half over the last tokens of a stream (tailsink.go: what it reports)
//	decode.go      one token in, the logits of the next out
//	streamstate.go everything a stream remembers, as a value (statefile.go: in a file; resume.go: going on from it)
//	trace.go       what was scored, picked and weighted (tracer.go: in the graphs; explain.go: one retrieval)
//	weights.go     safetensors + config.json (weightscheck.go: what is refused)
//	forecast.go    what training will take (streamforecast.go: what a stream will; flops.go, flopsmamba.go: the
//	               products that are counted)
//	gradient.go    what a prediction depends on
//	variants.go    small models that differ in one switch each, for conformance
//	backend.go     the one place where a compute backend is opened
//
// Axis letters, everywhere: B batch, L tokens of the whole text, T tokens of its tail, C chunks, S tokens a
// chunk, H heads, G query heads a key/value head, D head size, R retrieval size a head, K picked chunks,
// N = batch × memory heads; in mamba.go and ssd.go H state-space heads, P channels a head, N state size.
//
// Equations and sections are those of "Understanding and Improving Length Generalization in Hierarchical
// Sparse Attention Models" (arXiv 2510.17196). Functions that build graphs panic with the prefix "hsa:" on
// misuse, as GoMLX does; everything else returns errors.
package hsa
