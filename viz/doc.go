// Package viz draws the values of the lab bench: what a model retrieved, how
// far it extrapolates, and which variant is better by how much.
//
// A figure is a plain value of one of these kinds:
//
//	HeatMap        query × chunk: weights and scores as layers, picked, gold, hidden
//	Walk           one retrieval, step by step
//	NeedleMap      depth × length: accuracy and recall@K
//	Curve          a measure against length or step, with intervals
//	Table          variants × conditions, the best and what ties with it marked
//	Mismatch       top-K in training × top-K in testing
//	Scatter        points in groups, or hexagons where there are many
//	ScoreMass      score against log attention mass, with rank correlations
//	LandmarkMap    landmarks in the plane of two principal components
//	PickOverlap    what neighbouring queries pick in common
//	ResidualNorms  how large each branch is, by layer and length
//	Training       loss, recall and speed against the step
//	Cost           time and memory against length
//	Roofline       kernels below what the machine can do
//	Panels         small multiples of any of them but tables
//
// One value has several forms, and all of them show the same numbers:
//
//	WritePNG, WriteSVG, WritePDF   print, drawn by gonum.org/v1/plot; see Dark
//	WriteHTML, WritePage           one offline page, interactive through ECharts
//	Fragment                       the same for a notebook cell, see viz/jupyter
//	WriteText                      a terminal, as wide as it is
//	Table.LaTeX, Markdown, CSV     a table for other programs
//	Save                           any of these, by the file's extension
//
// viz computes no model and imports none. It only bins, ranks and projects: a
// heat map with more cells than a picture can show is reduced by maximum, never
// by mean, so that one picked chunk among 131,072 stays visible; every form then
// says so, and the interactive one holds a million cells to zoom into. Samples
// of all kinds are in viz/gallery.
//
// Text that comes from data (labels, chunk text, file names) is data: control
// characters are removed and markup is escaped wherever it is shown. Nothing is
// ever fetched: ECharts is embedded (viz/internal/echarts).
package viz
