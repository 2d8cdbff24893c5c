// Package report redraws everything that the committed results show: every figure and table, and the verdicts on the
// paper's claims.
//
//	figures.toml  the figures as data: which rows, which kind of figure, what it shows
//	spec.go       reading them
//	draw.go       from rows to figures
//	page.go       all of them in a directory, with an offline index.html
//	keep.go       the figures as package figures keeps them for notebooks
//	readme.go     the tables between the marks of a README
//	compare.go    what was measured anew against what is committed
//
// The package imports no model.
package report
