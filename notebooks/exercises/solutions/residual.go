package solutions

// BypassOut: the MLP makes 3·(1+2) = 9, and x = 1 goes on beside it.
func BypassOut() float64 { return 1 + 3*(1+2) }

// LazyMLP: standard leaves x + H + 0, the bypass x + 0.
func LazyMLP() []float64 { return []float64{1 + 2, 1} }

// Gate: 0 takes the term with H away, 1 leaves it whole.
func Gate() []float64 { return []float64{0, 1} }
