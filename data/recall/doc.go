// Package recall makes many-query in-context recall tasks: needles, each a key with a value, lie in
// a haystack, and the tail asks for the values of several keys at once. To answer, a model must find
// the chunk that holds the key among all chunks of the context, then the value inside it.
//
// There are two families.
//
// [Symbols] draws every token from a small set of symbols. Its keys are of one symbol ([Plain]) or
// conjunctive ([Conjunctive]): two symbols of which only both together identify the key, so that a
// landmark that is a mere bag of symbols cannot tell the chunks apart. Its haystack is noise, or
// decoys: needles of keys that the sample does not ask for.
//
// Four changes make it harder, with either haystack and together too, save that chains are neither
// repeated nor reversed, and that only keys of one symbol are chained or reversed:
//
//   - chains ([Chains]): the value of a needle may be the key of another, so that the answer is two or
//     three hops away (variable tracking). The query has its hops, each with its gold chunk and its
//     intermediate answer; or the answer lists the keys on the way ([Config.Listing]) and each of its
//     tokens is a query of one hop.
//   - repeated keys ([Config.Repeating]): the newest or the oldest value counts, or all of them do.
//   - reverse lookup ([Config.Reversed]): from a value to its key, or to all its keys.
//   - straddling needles ([Config.Straddling]): the key ends a chunk, the value begins the next.
//
// [Named] has the tasks by name. [Symbols.Chance] is what a blind guess gets. Guesses that see more get
// more: any of the values in the context, one over their number where the context is short; any needle
// of a repeated key, one in [Config].Repeats.
//
// [Text] hides needles of the form "magic K is V ." between the words of running text, unaligned
// with chunks, and asks in the same form. [Form.Compose] makes such a sample from a reader's own
// text, needles and questions.
//
// Every query carries the span of its needle and its gold chunk, every needle its key (see
// [github.com/hsalab/hsalab/data.ChunkKeys]). No key is asked twice in one sample, and of a chain the
// key with more hops is asked first, so nothing in the tail gives an answer away, or a hop: a tail with
// room for more questions than there are needles to ask for starts with haystack tokens instead.
package recall
