package results

import "fmt"

// Options of the statistics. The zero value means 95 % intervals from 2000 bootstrap draws of seed 0.
type Options struct {
	Confidence float64 // coverage of intervals, inside (0, 1); 0 means 0.95
	Draws      int     // bootstrap draws, and random sign flips where there are too many to list; 0 means 2000
	Seed       uint64  // of the random draws
}

// filled is o with the defaults in place, checked.
func (o Options) filled() (Options, error) {
	if o.Confidence == 0 {
		o.Confidence = 0.95
	}
	if o.Draws == 0 {
		o.Draws = 2000
	}
	if !(o.Confidence > 0 && o.Confidence < 1) {
		return o, fmt.Errorf("results: confidence %g, want a number inside (0, 1), such as 0.95", o.Confidence)
	}
	if o.Draws < 100 {
		return o, fmt.Errorf("results: %d draws, want at least 100", o.Draws)
	}
	return o, nil
}
