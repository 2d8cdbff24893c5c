// Package needles makes the three retrieval tasks that the HSA group evaluates with, on spans of token ids and exactly
// as long as asked for:
//
//   - S-N, [SingleNeedle]: a key of random tokens stands once in the haystack, and the question asks for it;
//   - MQ-N, [MultiQuery]: six names have a number each, and the question asks for two of them;
//   - VT, [VariableTracking]: two chains of three assignments, and the question asks for the names with one value;
//   - FWE, [FrequentWords]: the three most frequent of many code words, used in training only.
//
// They are scored by teacher-forced exact match: one forward pass over prompt and answer, and a sample counts if the
// model's choice is right at every token of the answer. EOS is left out, and of VT only the last name counts
// ([Sample.Positions], [Sample.Score]).
//
// A [Maker] has two roads. [Maker.FromSpan] is the group's own: everything follows from a span of text, whose first and
// last token seed the draws, and with the group's strings its samples equal the group's, token for token. [Maker.Make]
// is for experiments of one's own: depth, seed, tokenizer, haystack and the form of the key are free.
//
// Each sample carries the tokens of the needles that its answer rests on, so that retrieval can be scored too.
package needles
