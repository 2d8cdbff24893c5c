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
// [Text] hides needles of the form "magic K is V ." between the words of running text, unaligned
// with chunks, and asks in the same form. [Form.Compose] makes such a sample from a reader's own
// text, needles and questions.
//
// Every query carries the span of its needle and its gold chunk, every needle its key (see
// [github.com/hsalab/hsalab/data.ChunkKeys]). No key is asked twice in one sample, so no answer
// stands in the tail before its question: a tail with room for more questions than there are needles
// to ask for starts with haystack tokens instead.
package recall
