package experiments

import (
	"testing"
	"time"
)

// TestPace: the first step, which waits for the compiler, does not count, and before the second nothing is known.
func TestPace(t *testing.T) {
	start := time.Unix(1000, 0)
	p := pace{began: start}
	p = p.after(1024, start.Add(70*time.Second))
	if speed, eta := p.speed(100); speed != 0 || eta != 0 {
		t.Errorf("after one step %g tokens/s, %v left", speed, eta)
	}
	for i := range 4 {
		p = p.after(1024, start.Add(70*time.Second+time.Duration(i+1)*500*time.Millisecond))
	}
	if speed, eta := p.speed(10); speed != 2048 || eta != 5*time.Second {
		t.Errorf("%g tokens/s, %v left; want 2048 and 5s", speed, eta)
	}
}

// TestStatusTellsStages: the status names the stage that its step was of.
func TestStatusTellsStages(t *testing.T) {
	var seen []TrainStatus
	o := TrainOptions{Dir: RunDir(t.TempDir()), Progress: func(s TrainStatus) { seen = append(seen, s) }}
	if err := Train(t.Context(), tinyRecipe(), o); err != nil {
		t.Fatal(err)
	}
	for _, s := range seen {
		if s.Stages != 2 || s.Length != []int{32, 64}[s.Stage] || s.Adaptive || (s.Step > 2 && s.TokensPerSec <= 0) {
			t.Errorf("%+v", s)
		}
	}
	if len(seen) != 12 || seen[0].Stage != 0 || seen[11].Stage != 1 || seen[11].ETA != 0 {
		t.Errorf("%d steps, the last %+v", len(seen), seen[len(seen)-1])
	}
}
