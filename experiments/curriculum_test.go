package experiments

import (
	"math"
	"strings"
	"testing"
)

func TestCurriculum(t *testing.T) {
	c := Curriculum{Lengths: []int{32, 64}, AdvanceAt: 0.8, StopAt: 0.9, MaxSteps: 1000}
	var p progress
	for range advanceWindow - 1 {
		p = c.after(p, 1)
	}
	if p.Stage != 0 {
		t.Fatal("advanced before the window was full")
	}
	if p = c.after(p, 1); p.Stage != 1 || len(p.Recent) != 0 {
		t.Fatalf("stage %d with %d recent after a full window", p.Stage, len(p.Recent))
	}
	for range stopWindow {
		p = c.after(p, 1)
	}
	if !p.Done || !p.Lowered {
		t.Errorf("done %v, lowered %v at full accuracy", p.Done, p.Lowered)
	}
	fixed := Curriculum{Lengths: []int{32, 64, 128}, Shares: []float64{5, 4, 6}, MaxSteps: 1800}
	if a, b := fixed.stageEnd(0), fixed.stageEnd(1); a != 600 || b != 1080 {
		t.Errorf("stages end at %d and %d, want 600 and 1080", a, b)
	}
	if r := fixed.rate(progress{Step: 1799}, 50); r <= 0 || r > 0.01 {
		t.Errorf("rate %g at the last step", r)
	}
}

// TestCosine: a linear warm-up, the whole rate, half of the way down in the middle, the final rate at the end.
func TestCosine(t *testing.T) {
	c := Curriculum{Lengths: []int{32}, Shares: []float64{1}, MaxSteps: 1100, Schedule: CosineSchedule, FinalRate: 0.1}
	if err := c.validate(); err != nil {
		t.Fatal(err)
	}
	for step, want := range map[int]float64{0: 0.01, 49: 0.5, 100: 1, 350: 0.1 + 0.9*(1+math.Sqrt2/2)/2, 600: 0.55, 1100: 0.1, 5000: 0.1} {
		if got := c.rate(progress{Step: step}, 100); math.Abs(got-want) > 1e-12 {
			t.Errorf("rate %g at step %d, want %g", got, step, want)
		}
	}
	if a, b := c.rate(progress{Step: 800}, 100), c.rate(progress{Step: 800, Lowered: true}, 100); a != b {
		t.Errorf("a plateau changes a cosine: %g, %g", a, b)
	}
}

func TestCurriculumRefuses(t *testing.T) {
	good := Curriculum{Lengths: []int{32, 64}, Shares: []float64{1, 1}, MaxSteps: 10}
	for want, change := range map[string]func(*Curriculum){
		"unknown schedule \"cos\"":       func(c *Curriculum) { c.Schedule = "cos" },
		"final_rate is the end":          func(c *Curriculum) { c.FinalRate = 0.1 },
		"final_rate 2":                   func(c *Curriculum) { c.Schedule, c.FinalRate = CosineSchedule, 2 },
		"1 values of top_k for 2":        func(c *Curriculum) { c.TopK = []int{4} },
		"length 0":                       func(c *Curriculum) { c.Lengths[1] = 0 },
		"1 shares for 2 lengths":         func(c *Curriculum) { c.Shares = []float64{1} },
		"advance_at and stop_at must be": func(c *Curriculum) { c.Shares = nil },
		"a positive number of steps":     func(c *Curriculum) { c.MaxSteps = 0 },
	} {
		c := good
		c.Lengths = []int{32, 64}
		change(&c)
		if err := c.validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
