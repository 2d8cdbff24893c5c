package experiments

import (
	"fmt"
	"math"
)

// Schedule is how the learning rate moves after the warm-up.
type Schedule string

const (
	// PlateauSchedule, the default: with shares the rate falls linearly to 0 over the last 40 % of the steps; without, it
	// falls to 0.3 of itself once the accuracy over 50 steps at the last length reaches 0.95.
	PlateauSchedule Schedule = ""
	// CosineSchedule: half a cosine from the end of the warm-up, at the whole rate, to MaxSteps, at FinalRate of it.
	CosineSchedule Schedule = "cosine"
)

const (
	lowerRateAt = 0.95
	loweredRate = 0.3
	decayFrom   = 0.6
)

func (c Curriculum) validateSchedule() error {
	switch {
	case c.Schedule != PlateauSchedule && c.Schedule != CosineSchedule:
		return fmt.Errorf("curriculum: unknown schedule %q: want cosine, or leave it out", c.Schedule)
	case c.FinalRate != 0 && c.Schedule != CosineSchedule:
		return fmt.Errorf("curriculum: final_rate is the end of a cosine: add schedule = \"cosine\", or leave it out")
	case c.FinalRate < 0 || c.FinalRate > 1:
		return fmt.Errorf("curriculum: final_rate %g: want a share of the learning rate, 0 to 1", c.FinalRate)
	}
	return nil
}

// rate is the factor on the learning rate of the next step: a linear warm-up over so many steps, and the schedule.
func (c Curriculum) rate(p progress, warmUp int) float64 {
	factor := 1.0
	if warmUp > 0 {
		factor = min(1, float64(p.Step+1)/float64(warmUp))
	}
	switch {
	case c.Schedule == CosineSchedule:
		return factor * c.cosine(p.Step, warmUp)
	case c.Shares != nil:
		return factor * c.linear(p.Step)
	case p.Lowered:
		return factor * loweredRate
	}
	return factor
}

// linear is the fall over the last steps.
func (c Curriculum) linear(step int) float64 {
	done := float64(step) / float64(c.MaxSteps)
	if done <= decayFrom {
		return 1
	}
	return (1 - done) / (1 - decayFrom)
}

// cosine is (1 + cos πx)/2 between FinalRate and 1, x the share done of the steps after the warm-up.
func (c Curriculum) cosine(step, warmUp int) float64 {
	done := float64(max(0, step-warmUp)) / float64(max(1, c.MaxSteps-warmUp))
	return c.FinalRate + (1-c.FinalRate)*(1+math.Cos(math.Pi*min(1, done)))/2
}
