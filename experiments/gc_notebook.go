//go:build notebook

package experiments

import "runtime/debug"

// The kernel has the compiler collect garbage less often, which a cell inherits; one that holds a model needs its memory.
func init() { debug.SetGCPercent(100) }
