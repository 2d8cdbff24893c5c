package reading

import (
	"testing"
)

func open(t *testing.T, name, haystack string) *Texts {
	t.Helper()
	texts, err := Open(name, haystack)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(texts.Close)
	return texts
}

// TestFactor cuts what was retrieved: the answers go with it, and come back with it.
func TestFactor(t *testing.T) {
	c, err := open(t, "nano", "").Factor(2, 0, 1, 4)
	if err != nil || c.Validate() != nil {
		t.Fatal(err, c.Validate())
	}
	p := c.Series[0].Points
	if p[0].Y > 0.4 || p[1].Y < 0.9 || p[2].Y < 0.9 || p[0].N == 0 {
		t.Errorf("%v", p)
	}
}

// TestTopK picks more: the gold chunk is found more often and weighs less.
func TestTopK(t *testing.T) {
	c, err := open(t, "nano", "decoys").TopK(2, 4, 1, 16)
	if err != nil || c.Validate() != nil {
		t.Fatal(err, c.Validate())
	}
	found, weight := c.Series[1].Points, c.Series[2].Points
	if found[1].Y < found[0].Y || weight[1].Y >= weight[0].Y {
		t.Errorf("found %v, weight %v", found, weight)
	}
}

func TestNorms(t *testing.T) {
	r, err := open(t, "nano", "").Norms(1, 4)
	if err != nil || r.Validate() != nil {
		t.Fatal(err, r.Validate())
	}
	if h := r.Series[0].Points[0]; h.Y <= 0 || h.N == 0 {
		t.Errorf("%+v", h)
	}
}

func TestErrors(t *testing.T) {
	if _, err := Open("nano", "nowhere"); err == nil {
		t.Error("no haystack is no error")
	}
	if _, err := Open("nono", ""); err == nil {
		t.Error("no model is no error")
	}
	if _, err := open(t, "nano", "").TopK(1, 1<<20, 1); err == nil {
		t.Error("a text too long for a cell is no error")
	}
}
