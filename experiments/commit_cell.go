//go:build notebook

package experiments

const inCell = true
