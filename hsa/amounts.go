package hsa

// Amount is what one part of the model takes of something: bytes or FLOPs.
type Amount struct {
	Part  string
	Value float64
}

// Amounts are the shares of the parts, in the order of the model.
type Amounts []Amount

// Total is the sum over the parts.
func (a Amounts) Total() float64 {
	sum := 0.0
	for _, x := range a {
		sum += x.Value
	}
	return sum
}

// Of is the share of one part; 0 where there is none.
func (a Amounts) Of(part string) float64 {
	for _, x := range a {
		if x.Part == part {
			return x.Value
		}
	}
	return 0
}

// add adds to the share of a part; nothing is listed that is 0.
func (a *Amounts) add(part string, value float64) {
	for i := range *a {
		if (*a)[i].Part == part {
			(*a)[i].Value += value
			return
		}
	}
	if value != 0 {
		*a = append(*a, Amount{part, value})
	}
}

// times are the amounts, each multiplied.
func (a Amounts) times(factor float64) Amounts {
	out := make(Amounts, len(a))
	for i, x := range a {
		out[i] = Amount{x.Part, x.Value * factor}
	}
	return out
}
