// Package ruler makes the thirteen tasks of NVIDIA's RULER (Hsieh et al., arXiv 2404.06654) and scores answers to them.
//
//	niah_single_1–3, niah_multikey_1–3, niah_multivalue, niah_multiquery   needles in a haystack
//	vt                                                                     variable tracking
//	cwe, fwe                                                               most common and most frequent words
//	qa_1, qa_2                                                             questions over documents (SQuAD, HotpotQA)
//
// A [Run] names a task, a token counter, a length and a seed; [Run.All] makes its samples one after another. The
// texts come from a task pack ([github.com/hsalab/hsalab/data/taskpack]). With a pack imported from a copy of RULER,
// samples are byte-equal to those of RULER's own generator at commit c3f5e3b4 for the same seed, counter and length: every
// random draw is made in RULER's order, also those of the search for the size that fits the length. Where RULER's
// generator would try for ever, ours returns an error that says why.
//
// Every sample carries its gold evidence ([github.com/hsalab/hsalab/data.Evidence]):
//
//   - niah: each needle sentence that holds an answer;
//   - vt: each assignment of the chain that is asked for;
//   - cwe, fwe: each occurrence of each word of the answer, which may be hundreds (cwe) or, at a million tokens, a
//     hundred thousand (fwe);
//   - qa: each gold paragraph: the question's own in SQuAD, those of its supporting facts in HotpotQA. Beyond the number
//     of documents there are, RULER repeats the list and may cut the gold paragraph off: then there is none.
//
// Nothing keeps a decoy of a haystack of needles (niah_multikey_2) from having the key that is asked for, in RULER and
// so here: at a million tokens that comes about once in 150 samples with RULER's 6.2 million words, and once in 20 with
// the 0.9 million of the embedded pack.
//
// [Write] and [Read] are RULER's JSON lines, [Score] its metrics.
package ruler
