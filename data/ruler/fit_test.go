package ruler

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// linear builds prompts of 3 letters a unit and 20 more.
func linear(step, limit int) *fitting {
	f := &fitting{unit: "units", step: step, limit: limit, budget: 10, count: octets{}.Count}
	f.build = func(size int) (draft, error) { return draft{prompt: strings.Repeat("x", 20+3*size)}, nil }
	return f
}

func TestSizeIsTheLargestThatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := linear(rapid.IntRange(10, 25).Draw(t, "step"), rapid.IntRange(150, 5000).Draw(t, "limit"))
		size, err := f.size()
		if err != nil {
			t.Fatal(err)
		}
		largest := (f.limit - f.budget - 20) / 3
		if size != largest {
			t.Fatalf("size %d, the largest that fits is %d", size, largest)
		}
		if _, tokens, err := f.sample(size); err != nil || tokens != 20+3*size {
			t.Fatalf("%d tokens, %v", tokens, err)
		}
	})
}

func TestSampleShrinksByTheStep(t *testing.T) {
	f := linear(5, 200)
	d, _, err := f.sample(72)
	if err != nil {
		t.Fatal(err)
	}
	if got := (len(d.prompt) - 20) / 3; got != 52 {
		t.Errorf("a sample of 72 units became one of %d, want 52", got)
	}
}

func TestTightIsTheLargestThatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := linear(rapid.IntRange(1, 25).Draw(t, "step"), rapid.IntRange(150, 5000).Draw(t, "limit"))
		f.mark = func() func() { return func() {} }
		d, _, err := f.sample(rapid.IntRange(f.step, 2000).Draw(t, "size"))
		if err != nil {
			t.Fatal(err)
		}
		if rest := f.limit - f.budget - len(d.prompt); rest < 0 || rest >= 3 {
			t.Fatalf("%d tokens are left", rest)
		}
	})
}

func TestFittingGivesUp(t *testing.T) {
	f := linear(50, 100)
	f.remedy = "eat less"
	_, _, err := f.sample(60)
	if want := "the smallest prompt, of 10 units, has 50 tokens"; err != nil {
		t.Fatalf("error %v, want none: %s fits", err, want)
	}
	_, _, err = f.sample(50)
	if want := "of 50 units, has 170 tokens, 80 of them more than 100 less 10 for the answer: eat less"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
	f.mark = func() func() { return func() {} }
	if _, _, err = f.sample(60); err == nil || !strings.Contains(err.Error(), "not even the smallest prompt, of 50 units") {
		t.Errorf("tight: error %v", err)
	}
	f.mark = nil
	broken := errors.New("broken")
	f.build = func(int) (draft, error) { return draft{}, broken }
	if _, _, err = f.sample(50); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if _, err = f.size(); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"cwe", "fwe", "qa_1", "qa_2", "vt"}
	for wanted, want := range map[string]string{"vr": "vt", "qa1": "qa_1", "cew": "cwe", "": "vt"} {
		if got := nearest(wanted, names); got != want {
			t.Errorf("nearest to %q is %q, want %q", wanted, got, want)
		}
	}
}
