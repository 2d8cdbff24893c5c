// Package data holds the types that every task of the lab shares: a [Sample] of tokens whose
// questions stand in its tail, the [Query] behind each question with the span of its evidence, and
// the [Task] that makes samples.
//
// A sample is a context followed by a tail:
//
//	|<------------- context ------------->|<---- tail ---->|
//	 haystack  needle  haystack  needle ...  question  question
//
// The questions repeat needles of the context, so the answer to each one is the token that follows
// the question, and every query knows the tokens and the chunk that hold its evidence. Retrieval is
// scored with these, not only the answers.
//
// Samples are deterministic: the same task, seed, index, length and tail give the same tokens on
// every machine, because each sample draws from a generator of its own ([Rand]) that is seeded
// through a hash of named parts.
//
// Benchmarks whose samples are text make a [TextSample], whose [Evidence] knows its bytes; [TextSample.Locate] finds its
// tokens under a [Tokenizer], and its chunks.
//
// The tasks are in the packages recall (what nano models learn), needles (the HSA group's), ruler and babilong, whose
// texts come from taskpack; real text is in corpus, tokenizers in tokenizer and words, what is trained on in mixture, and
// files of samples with their evidence in samples.
package data
