// Package sweep carries out the grid of a study: a queue of runs, each of which trains a model and tests it.
//
// [Do] carries out one run in its directory. What is done is kept: a run with rows is skipped, one with a checkpoint goes on
// from it, and rows are written whole. [Queue] carries out many, some at a time, each in a process of its own
// ([Process]), so that the threads of each can be bounded; one that fails does not stop the others. [Collect] joins the rows
// of all runs, and [Slurm] writes the same grid as an array of jobs for a cluster.
package sweep
