// Package results keeps what an evaluation found, one [Row] a query, and says how sure it makes us.
//
// # Rows
//
// A results file is JSON lines, one row a query, named .jsonl, or .jsonl.gz when committed. [Resume] appends to one
// and survives interruption, [Read] is strict, [WriteFile] writes a whole one at once. There is no second,
// per-sample form of a row: most of a row repeats the row before it, and gzip brings it from 390 bytes to about 24
// (BenchmarkRowSize, 4 picks of 8192 chunks), or 13 without [Row.Picked], which may be left out where a large grid needs only
// rank, weight and hit. So 50,000 rows are 0.7 to 1.2 MB: a form of one row a sample would lose the depths for little.
//
// # Intervals
//
// Queries lie in sequences and sequences in the model seeds that were tested, and each level varies. [Aggregate] gives
// a mean with an interval that holds up whichever level varies most, because it is the widest of three:
//
//   - [Wilson] over queries: right when queries are independent, and not degenerate when all are correct.
//   - [ClusterBootstrap] over seeds and, inside a seed, over sequences: adds what queries of a sequence share.
//   - [TInterval] over the means of the seeds, given two or more: with 3 seeds a bootstrap can only draw
//     those 3 again and covers far too rarely; Student's t pays for that.
//
// In the simulations of TestCoverage the 95 % interval holds the truth 0.92 to 0.96 of the time (the bootstrap alone, 3 seeds:
// 0.78; Wilson alone: 0.47). With one seed the interval speaks of those weights; with several, of the recipe that trained them.
//
// # Differences
//
// [Paired] compares two variants on the same seeds, sequences and queries. Its p-values over seeds speak of the
// recipes: with 3 seeds the sign-flip test cannot go below 0.25, and [Difference.Caution] says so. Its p-value
// over sequences speaks only of the weights at hand. [Holm] corrects the p-values of a table.
//
// Everything random comes from [Options.Seed]: the same rows in any order give the same numbers.
package results
