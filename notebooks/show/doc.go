// Package show puts figures into a notebook cell in one line.
//
//	show.Begin()                    // once, in the first cell
//	show.Figure(figures.Accuracy()) // a figure, or the one sentence that says why there is none
//
//	show.Number("accuracy", acc, 0.01)
//
// [Number] and [Holds] keep what a cell computed in the notebook as data, so that every later run is held to it.
//
// Figures are interactive and share one copy of the chart library, which [Begin] brings. With HSALAB_FIGURES=static they
// are pictures, which keeps a notebook light enough to commit. Outside a notebook they are text.
package show
