//go:build !notebook

package experiments

// cloned is "": a program may run long after its clone has moved on.
func cloned() string { return "" }
