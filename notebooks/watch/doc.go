// Package watch is what the cells of 03-train-live.ipynb call: it trains a model while its curves and what one text
// retrieves move, goes on after the stop button, and shows afterwards what was learned in which order.
//
//	var run = watch.Recipe("nano")       // or with a switch: watch.Recipe("nano", "model.weighting=stick-breaking")
//	run.Anew()                           // an earlier run of it is set aside
//	run.Train(200)                       // to step 200; 0 to the end
//	run.Film(0, 100, 200)                // the text at these steps
//
// A [Run] is a recipe and a directory under runs/ of the clone; everything else is on disk, so that every cell, each a
// process of its own, finds it.
package watch
