// Package breaking has the exercises of notebook 25: each is an answer about what breaks the text model when it reads
// [retrieval.Story], checked by running the model on it.
package breaking
