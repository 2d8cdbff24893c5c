// Package words is a tokenizer of whole words for small models: a word is one token, so that a needle
// of a few words fits a chunk of eight tokens.
//
// Text falls into pieces ([Pieces], [Scanner]):
//
//   - a run of letters, in lower case, is a word ("Newton's" is newton, ', s);
//   - a digit is a piece of its own, so that numbers need no vocabulary (1730 is 1, 7, 3, 0);
//   - any other character is a piece of its own, punctuation included;
//   - white space and the underscore, which marks italics in plain-text books, separate pieces and
//     are dropped.
//
// A [Vocabulary] gives ids to the most frequent pieces. Id 0 is [Unknown] and stands for all others.
// Reserved words follow: they are kept for needles, and where they occur in running text by nature
// [Vocabulary.Natural] maps them to Unknown, so that a needle is the only place where they stand.
package words
