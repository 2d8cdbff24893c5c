// Package quickstart is what the cells of 01-quickstart.ipynb call: ask the text model about a text, and train a model
// while its curve moves. Each call shows what it found, and ends the cell with one sentence where it cannot.
package quickstart
