// Package taskpack reads task packs: the sentences, templates and word lists from which the benchmark tasks are made. A
// [Pack] is one JSON file, and the generators hold no text of their own.
//
// [Ours] is embedded: the tasks of RULER, the HSA group, bAbI and BABILong in our own words. With it samples are those
// of the benchmarks in kind and size, not in wording. [ImportRULER] makes a pack from a user's own copy of NVIDIA's
// RULER and its word lists; samples made with it are byte-equal to RULER's. [Open] reads either from a file.
//
// Reading is strict: a field that is missing, or one that is not known, is an error that names it.
package taskpack
