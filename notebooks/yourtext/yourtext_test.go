package yourtext

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/quickstart"
)

var page = Text("The boat came in at noon. Magic wagon is eagle. Nobody was on it, and nobody had seen it come.", quickstart.Hide("lemon", "otter", 1))

func TestOpen(t *testing.T) {
	r, err := page.open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.model.Close()
	reading, err := r.read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(reading.Answers) != 2 || reading.Right() != 2 {
		t.Errorf("%d of %d right", reading.Right(), len(reading.Answers))
	}
	if _, err := r.question("castle"); err == nil || !strings.Contains(err.Error(), "wagon") {
		t.Errorf("a key that the text does not name: %v", err)
	}
	if _, err := Text("Nothing here.").open(); err == nil || !strings.Contains(err.Error(), "hide a needle") {
		t.Errorf("a text without needles: %v", err)
	}
}

// TestFile: a file is read as it stands, and one that cannot be is an error of the cell that uses it.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "note.txt")
	if err := os.WriteFile(path, []byte(page.text), 0o644); err != nil {
		t.Fatal(err)
	}
	if p := File(path); p.err != nil || p.text != page.text {
		t.Errorf("%q, %v", p.text, p.err)
	}
	p := File(path + ".absent")
	if _, err := p.known(); err == nil || !strings.Contains(err.Error(), "name a text file") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestDepths(t *testing.T) {
	text, err := experiments.Book(300, 0)
	if err != nil {
		t.Skip(err)
	}
	c, right, err := Text(text).depths(context.Background(), 8)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	if right < 4 {
		t.Errorf("%d of 8 right", right)
	}
	for _, n := range []int{1, 33} {
		if _, _, err := Text(text).depths(context.Background(), n); err == nil {
			t.Errorf("%d depths are taken", n)
		}
	}
}

func TestTables(t *testing.T) {
	known, err := page.known()
	if err != nil {
		t.Fatal(err)
	}
	if share := known.Groups[0].Rows[2].Cells[0].Value; share <= 0.5 || share >= 1 {
		t.Errorf("share of known words %g", share)
	}
	refused, err := page.refused([]string{"wagon", "castle", "unicorn"})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"it can be asked", "wagon", "names no key"} {
		if got := refused.Groups[0].Rows[i].Cells[0].Text; !strings.Contains(got, want) {
			t.Errorf("question %d: %q, want %q", i, got, want)
		}
	}
}

func TestLandmarks(t *testing.T) {
	m, err := page.landmarks(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Validate(); err != nil {
		t.Error(err)
	}
	if len(m.Gold) != 2 {
		t.Errorf("gold chunks %v", m.Gold)
	}
}
