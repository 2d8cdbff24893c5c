// Package review is what the cells of 10-figures-and-verdicts.ipynb call: the paper's claims judged from the committed rows, the
// evidence behind a verdict, and every figure and table with how to read it. It imports no model.
package review
