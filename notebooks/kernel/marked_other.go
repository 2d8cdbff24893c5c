//go:build !linux

package kernel

// marked finds nothing: this system does not show the environment of other processes.
func marked(string) []int { return nil }
