package whatif

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/quickstart"
)

var subject = Book(200, quickstart.Hide("lemon", "otter", 0.2), quickstart.Hide("violin", "tiger", 0.5), quickstart.Hide("castle", "goose", 0.8))

func opened(t *testing.T) *session {
	t.Helper()
	in, err := subject.open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.close)
	return in
}

// TestMask: without its chunk one answer loses its ground, and the others stay.
func TestMask(t *testing.T) {
	in := opened(t)
	chunk, err := in.chunk("lemon")
	if err != nil {
		t.Fatal(err)
	}
	after, err := in.after(context.Background(), hsa.MaskChunks(chunk))
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range after.Answers {
		b := in.before.Answers[i]
		if !b.Correct || b.Probability < 0.9 {
			t.Fatalf("%s: %s before anything is changed", b.Question, b.Predicted)
		}
		if hidden := in.keys[i] == "lemon"; hidden == (a.Probability > 0.9) {
			t.Errorf("%s: probability %g", a.Question, a.Probability)
		}
	}
	if err := compare("x", in.before, after).Validate(); err != nil {
		t.Error(err)
	}
	if _, err := in.chunk("rocket"); err == nil || !strings.Contains(err.Error(), "lemon") {
		t.Errorf("a key that the text does not name: %v", err)
	}
}

// TestSwap: with each other's landmarks, each question reads the other's chunk.
func TestSwap(t *testing.T) {
	in := opened(t)
	landmarks, err := in.probe.Landmarks(context.Background(), in.model)
	if err != nil {
		t.Fatal(err)
	}
	chunks, err := in.chunks([]string{"lemon", "castle"})
	if err != nil {
		t.Fatal(err)
	}
	after, err := in.after(context.Background(), hsa.ReplaceLandmark(chunks[0], landmarks[chunks[1]]), hsa.ReplaceLandmark(chunks[1], landmarks[chunks[0]]))
	if err != nil {
		t.Fatal(err)
	}
	a := after.Answers[slices.Index(in.keys, "lemon")]
	if a.TopChunk != chunks[1] {
		t.Errorf("the question about the lemon weighs chunk %d most, want %d", a.TopChunk, chunks[1])
	}
}

func TestGuess(t *testing.T) {
	table, err := subject.guess(context.Background(), "lemon", []string{"wolf", "fox"})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table.Groups[0].Rows {
		if row.Cells[0].Text != row.Label {
			t.Errorf("the text says %s, the answer is %s", row.Label, row.Cells[0].Text)
		}
	}
	if rows := table.Groups[0].Rows; rows[0].Cells[2].Text != rows[1].Cells[2].Text {
		t.Error("the guess follows the text")
	}
}

func TestDose(t *testing.T) {
	fig, err := subject.dose(context.Background(), []float64{0, 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := fig.Validate(); err != nil {
		t.Error(err)
	}
}

// TestEffects: hiding the evidence costs the answers, hiding as many others does not.
func TestEffects(t *testing.T) {
	rows, err := measure(context.Background(), "nano", 128, 6)
	if err != nil {
		t.Fatal(err)
	}
	list, err := effects(rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		switch e.name {
		case goldHidden, branchCut:
			if e.High > -0.5 {
				t.Errorf("%s: %g [%g, %g]", e.name, e.Mean, e.Low, e.High)
			}
		case othersHidden:
			if e.Low < -0.2 {
				t.Errorf("%s: %g [%g, %g]", e.name, e.Mean, e.Low, e.High)
			}
		}
	}
	if err := effectTable("effects", rows, list).Validate(); err != nil {
		t.Error(err)
	}
	if _, err := measure(context.Background(), "nano-text", 128, 1); err == nil {
		t.Error("a text model has no noise haystack")
	}
}
