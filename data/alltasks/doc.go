// Package alltasks holds a test over every benchmark task at once: the 13 of RULER, the HSA group's 3 and BABILong's 20,
// under tokenizers of bytes, words and hsalab-4k, at drawn lengths and depths. It has no code of its own.
//
// The test proves what all packages promise together. The tokens of each piece of evidence decode to it; where a token
// reaches over its edge, such as the space before a word, they contain it, and no token less would. Samples keep to their
// length:
//
//   - the HSA group's are as long as was asked for, to the token;
//   - so is a mix of BABILong; with its prompt it is at most one sentence off the sum, as tokens may join where the
//     parts meet;
//   - RULER's are never longer, and with Run.Tight less than a line, sentence or document shorter. RULER's own rule
//     promises less: it fits the draws of its search, and takes 500 words, 10 to 25 lines or 10 documents off a sample
//     that comes out longer.
package alltasks
