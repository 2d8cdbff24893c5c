// Package retrieval is what the cells of 20-chunk-landmark-pick.ipynb and 25-break-it.ipynb call: a short text that the
// text model has read, opened so that every step of a retrieval can be looked at and computed again by hand.
//
//	page.go       a text that was read, and its chunks (story.go: one to read)
//	visible.go    which chunks each token sees
//	landmark.go   where the landmarks lie
//	query.go      measuring a query by landmarks of our own; scores by hand
//	pick.go       one retrieval: scores, picks, weights, what is read, what comes out
//	everyone.go   what every token of the text retrieves
//	change.go     the same text read by a model in which something was changed (outcome.go: what became of a question)
//	reach.go      which tokens an answer depends on
//	mass.go       scores against attention mass, for notebook 22
package retrieval
