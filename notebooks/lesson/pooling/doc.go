// Package pooling is what the cells of 22-mean-pooling.ipynb call: how well one landmark a chunk can stand for the
// attention mass of the chunk's keys (section 4 of arXiv 2510.17196).
//
//	landmark.go  log mass, and landmarks that touch it at one query
//	circle.go    a query that goes around, and a table of some
//	plane.go     where a landmark falls short, over the plane of queries
//	search.go    needles among more and more chunks, found by each kind of landmark
//
// The log mass of keys k_j for a query q is log Σ_j exp(q·k_j): what full attention gives a chunk, up to the same number
// for all chunks. A landmark scores it by one product, q·landmark, plus a bias. The package imports no model.
package pooling
