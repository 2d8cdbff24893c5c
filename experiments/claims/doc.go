// Package claims judges the paper's claims by the committed results.
//
//	claims.toml     the claims as data: statement, source, the paper's value where it is public, and how each is measured here
//	claim.go        what a claim and a measure are; reading them
//	select.go       which rows a measure is about
//	source.go       where rows come from
//	verdict.go      what a judgement says
//	judge.go        from measure and rows to verdict
//	advantage.go    rule: one variant is better than another, far out
//	reach.go        rule: how far a model answers depends on its training length
//	level.go        rule: accuracy holds up to a value
//	collapse.go     rule: a model that has learned the task loses it with length
//	flat.go         rule: accuracy does not change with length, and a guess explains part of it
//	correlation.go  rule: the score of a chunk ranks chunks as their attention mass does; by diagnoses, not rows
//	table.go        the verdicts as a table
//	brief.go        the same in a line a claim
//	write.go        the verdicts as text, Markdown and JSON
//	kept.go         the verdicts on the committed rows as they are kept, for notebooks
//
// No verdict is written by hand: a rule computes it from rows, and says "not testable at this scale" where there are
// none, too few seeds, or a model that has not learned the task at its training length. A claim that needs several
// comparisons to hold is reproduced when each holds at the level of its interval (the intersection-union test), so
// they need no correction for their number; the corrected p-values stand beside them all the same. What an interval
// leaves open counts as not reproduced, and the reason says so.
package claims
