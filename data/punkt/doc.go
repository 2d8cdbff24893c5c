// Package punkt splits text into sentences as NLTK's Punkt does (Kiss and Strunk, Unsupervised Multilingual Sentence
// Boundary Detection, 2006), so that text made from sentences is byte-equal to what Python programs make.
//
// A [Splitter] decides at every period, question mark and exclamation mark whether a sentence ends there. [Untrained]
// knows no abbreviations; [Load] reads the trained parameters of a language, which are not part of this module: NLTK
// 3.9 and later download them as the text files of its punkt_tab collection.
//
// [Prefixes] splits many prefixes of one long text and does the work once.
package punkt
