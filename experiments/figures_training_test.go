package experiments

import (
	"testing"
)

func TestTrainingCurve(t *testing.T) {
	metrics := []Metric{{Step: 10, Length: 32, Accuracy: 0.1, Recall: 0.5, GoldWeight: 0.2, Loss: 3}, {Step: 20, Length: 64, Accuracy: 0.9, Recall: 1, GoldWeight: 0.8, Loss: 0.5}}
	c, err := TrainingCurve("nano", metrics)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	if c.Title != "Training nano: loss 0.50 at step 20, 64 tokens a text" {
		t.Errorf("title %q", c.Title)
	}
	for i, want := range []float64{0.9, 1, 0.8} {
		if p := c.Series[i].Points[1]; p.X != 20 || p.Y != want {
			t.Errorf("%s ends at %+v, want %g", c.Series[i].Name, p, want)
		}
	}
	if _, err := TrainingCurve("nano", nil); err == nil {
		t.Error("a curve without metrics")
	}
}
