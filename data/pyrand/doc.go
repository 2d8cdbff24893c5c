// Package pyrand is the random generators of Python and NumPy, draw for draw, so that samples that were
// first made by Python programs can be made again, byte for byte, in Go:
//
//   - [Random] is Python's random.Random: MT19937 seeded by array;
//   - [Legacy] is NumPy's global generator and numpy.random.RandomState: MT19937 with NumPy's bounded draws;
//   - [Generator] is numpy.random.default_rng: PCG64 seeded through SeedSequence.
//
// Only the functions that the lab's samples need are here, under Python's names. Where Python takes a sequence, the
// methods here work on its length and give indices: choice(seq) is seq[r.RandBelow(len(seq))].
//
// For anything that no Python program has to agree with use [github.com/hsalab/hsalab/data.Rand].
package pyrand
