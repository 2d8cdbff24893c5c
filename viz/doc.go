// Package viz draws the values of the lab bench: what a model retrieved, how
// far it extrapolates, and which variant is better by how much.
//
// A figure is a plain value: a [HeatMap] (query × chunk), a [Curve] (length or
// step against a measure, with intervals) or a [Table] (variant × condition).
// One value has several forms, and all of them show the same numbers:
//
//	WritePNG, WriteSVG, WritePDF   print, drawn by gonum.org/v1/plot
//	WriteHTML, WritePage           one offline page, interactive through ECharts
//	Fragment                       the same for a notebook cell, see viz/nb
//	WriteText                      a terminal, as wide as it is
//	Table.Markdown, Table.CSV      a table for other programs
//	Save                           any of these, by the file's extension
//
// viz computes no model and imports none. It only bins: a heat map with more
// cells than a picture can show is reduced by maximum, never by mean, so that
// one picked chunk among 131,072 stays visible; every form then says so.
//
// Text that comes from data (labels, chunk text, file names) is data: control
// characters are removed and markup is escaped wherever it is shown. Nothing is
// ever fetched: ECharts is embedded (viz/internal/echarts).
package viz
