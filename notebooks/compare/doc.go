// Package compare is what the cells of 04-compare-variants.ipynb call: it takes the committed rows of the ablation, a
// row a question, and shows what each test of a difference rests on: pairs, seeds, texts, and how many tests were made.
// It links no model; package race trains two variants side by side.
package compare
