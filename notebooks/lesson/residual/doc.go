// Package residual is what cells of 23-bypass.ipynb call: how what was retrieved enters the stream (Eq. 6 of arXiv
// 2510.17196), by hand and in the committed results of the ablation.
//
//	wiring.go   one number through each wiring
//	ablation.go standard against bypass: found, and used once found
//
// The package imports no model; those of its notebook's cells that run one call package reading.
package residual
