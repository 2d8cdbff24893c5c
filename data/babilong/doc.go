// Package babilong hides the facts of bAbI stories in running text, as BABILong does (Kuratov et al., 2024,
// arXiv 2406.10149), to any length.
//
// A [Mixer] takes sentences of background text until the wanted number of tokens is reached, and puts the facts of a
// question between them, in order, at random places. The rule is BABILong's, draw for draw: with the same stories, texts
// and seed its samples are byte-equal to those of the original program. A [Mix] knows the tokens of every fact, and
// gives the whole either at once or in blocks, so that 32M tokens need not lie in memory twice.
//
// [Prompt] writes the prompt, [Mix.Sample] joins both into a sample whose evidence is the supporting facts,
// [ReadCSV] and [WriteCSV] have the format of the published data sets, and [Correct] is the original's scoring.
package babilong
