package hsatest

import (
	"errors"
	"fmt"
)

// Check is one property of what is tested.
type Check struct {
	Name  string
	Limit float64 // the largest error allowed, in the measure of Relative; 0 where only equality will do
	run   func() (worst float64, err error)
}

// Finding is what a check found.
type Finding struct {
	Check Check
	Error float64 // the largest error seen
	Err   error   // what does not hold beside the error's size; nil if nothing
}

// Do runs the check. A panic is a finding.
func (c Check) Do() (f Finding) {
	f.Check = c
	defer func() {
		if r := recover(); r != nil {
			f.Err = fmt.Errorf("panic: %v", r)
		}
	}()
	f.Error, f.Err = c.run()
	return f
}

// Failure is nil where the check holds, else an error that names it.
func (f Finding) Failure() error {
	switch {
	case f.Err != nil:
		return fmt.Errorf("%s: %w", f.Check.Name, f.Err)
	case !(f.Error <= f.Check.Limit):
		return fmt.Errorf("%s: error %.2g, limit %.2g", f.Check.Name, f.Error, f.Check.Limit)
	}
	return nil
}

// Failures runs all checks and joins what fails.
func Failures(checks []Check) error {
	var failed []error
	for _, c := range checks {
		failed = append(failed, c.Do().Failure())
	}
	return errors.Join(failed...)
}

// Options say how strict and how long the suite is.
type Options struct {
	Limit  float64 // error allowed where rounding may differ, in the measure of Relative: 1e-5 for float32
	Shapes int     // generated operators compared with the definition
	Seed   uint64  // of what is generated
	Effort Effort
	// Unordered is for devices that add the gradients of what is gathered in no fixed order, as CUDA does: repeated runs give
	// the same values to the bit, and gradients within Limit.
	Unordered bool
}

// Effort says how many shapes and splits are tried.
type Effort int

// The efforts.
const (
	Usual    Effort = iota
	Quick           // few shapes, for backends that compile each for seconds
	Thorough        // every pair of cuts
)
