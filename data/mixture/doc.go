// Package mixture is the stream of sequences that a model trains on: running text and tasks in stated shares, each
// token with the weight of its prediction in the loss.
//
// A [Config] says what is mixed. [New] joins it with its sources: [Text] (spans of a token cache, see [Tokenize]),
// [Recall] (tasks of [github.com/hsalab/hsalab/data]), [Needles] (the HSA group's tasks),
// [Prompts] (benchmarks whose samples are text). Any other [Source] plugs in.
//
// Every batch follows from the mixture and the number of its step alone, every sequence from the seed and its index:
// the same on every machine and with any number of workers. So the place in a stream is one number, a [Position],
// which is saved with a checkpoint and goes on exactly. A [Stream] makes batches ahead of their use; several readers
// share the sequences of each batch by [Shard].
package mixture
