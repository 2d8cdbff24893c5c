// Package closeup is what cells call to have a shipped model read short texts before the reader's eyes: evidence that
// lies across two chunks, and a question that goes wrong.
package closeup
