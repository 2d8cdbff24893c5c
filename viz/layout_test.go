package viz

import (
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// ledger is a canvas that records where each text is written, through every
// movement and turn of the paper.
type ledger struct {
	vg.Canvas
	at    [6]float64 // x' = at[0]x + at[2]y + at[4], y' = at[1]x + at[3]y + at[5]
	stack [][6]float64
	texts []inked
}

type inked struct {
	text     string
	from, to vg.Point // ends of the baseline
}

func newLedger(w, h vg.Length) *ledger {
	return &ledger{Canvas: vgsvg.New(w, h), at: [6]float64{1, 0, 0, 1, 0, 0}}
}

func (l *ledger) Push()                               { l.stack = append(l.stack, l.at); l.Canvas.Push() }
func (l *ledger) DrawImage(vg.Rectangle, image.Image) {}
func (l *ledger) Pop() {
	l.at = l.stack[len(l.stack)-1]
	l.stack = l.stack[:len(l.stack)-1]
	l.Canvas.Pop()
}

func (l *ledger) Translate(p vg.Point) {
	to := l.place(p)
	l.at[4], l.at[5] = float64(to.X), float64(to.Y)
	l.Canvas.Translate(p)
}

func (l *ledger) Rotate(rad float64) {
	s, c := math.Sincos(rad)
	a := l.at
	l.at = [6]float64{a[0]*c + a[2]*s, a[1]*c + a[3]*s, a[2]*c - a[0]*s, a[3]*c - a[1]*s, a[4], a[5]}
	l.Canvas.Rotate(rad)
}

func (l *ledger) FillString(face font.Face, p vg.Point, s string) {
	l.texts = append(l.texts, inked{s, l.place(p), l.place(vg.Point{X: p.X + face.Width(s), Y: p.Y})})
}

func (l *ledger) place(p vg.Point) vg.Point {
	x, y := float64(p.X), float64(p.Y)
	return vg.Point{X: vg.Length(l.at[0]*x + l.at[2]*y + l.at[4]), Y: vg.Length(l.at[1]*x + l.at[3]*y + l.at[5])}
}

// drawnTexts returns the texts of a figure's picture, and its size.
func drawnTexts(t *testing.T, fig Figure) (texts []inked, w, h vg.Length) {
	t.Helper()
	d, err := picture(fig)
	if err != nil {
		t.Fatal(err)
	}
	w, h = d.pictureSize()
	l := newLedger(w, h)
	d.draw(draw.NewCanvas(l, w, h))
	return l.texts, w, h
}

// beyond returns the texts that leave a picture of w × h points.
func beyond(texts []inked, w, h vg.Length) []string {
	const slack = 1.5
	var out []string
	for _, s := range texts {
		for _, p := range []vg.Point{s.from, s.to} {
			if strings.TrimSpace(s.text) != "" && (p.X < -slack || p.Y < -slack || p.X > w+slack || p.Y > h+slack) {
				out = append(out, s.text)
				break
			}
		}
	}
	return out
}

// crossing returns the pairs of level texts of which one runs into the other.
func crossing(texts []inked) []string {
	var out []string
	for i, a := range texts {
		for _, b := range texts[:i] {
			level := a.from.Y == a.to.Y && b.from.Y == b.to.Y && math.Abs(float64(a.from.Y-b.from.Y)) < 5
			if level && min(a.to.X, b.to.X)-max(a.from.X, b.from.X) > 1 {
				out = append(out, fmt.Sprintf("%q and %q", short(a.text, maxLabel), short(b.text, maxLabel)))
			}
		}
	}
	return out
}

// CheckTextInside is for the tests of package viz_test, which have the samples.
func CheckTextInside(t *testing.T, fig Figure) {
	t.Helper()
	texts, w, h := drawnTexts(t, fig)
	for _, s := range beyond(texts, w, h) {
		t.Errorf("%q: %q lies outside the %.0f × %.0f points of the picture", short(fig.Heading(), maxLabel), short(s, maxName), w, h)
	}
	for _, s := range crossing(texts) {
		t.Errorf("%q: %s run into each other", short(fig.Heading(), maxLabel), s)
	}
	if len(texts) == 0 {
		t.Errorf("%q has no text", fig.Heading())
	}
}

// TestLedgerFollowsThePaper: a text on paper that was moved and turned lies
// where it is seen, and one beyond the edge is noticed.
func TestLedgerFollowsThePaper(t *testing.T) {
	l := newLedger(100, 100)
	l.Push()
	l.Translate(vg.Point{X: 50, Y: 20})
	l.Rotate(math.Pi / 2)
	l.FillString(plotFace(), vg.Point{X: 10, Y: 0}, "up")
	l.Pop()
	l.FillString(plotFace(), vg.Point{X: 10, Y: 5}, "flat")
	l.FillString(plotFace(), vg.Point{X: 95, Y: 5}, "too far")
	up, flat := l.texts[0], l.texts[1]
	l.FillString(plotFace(), vg.Point{X: 12, Y: 8}, "over flat")
	if out := crossing(l.texts); len(out) != 1 || !strings.Contains(out[0], `"over flat" and "flat"`) {
		t.Errorf("found crossing: %q", out)
	}
	if out := beyond(l.texts, 100, 100); len(out) != 1 || out[0] != "too far" {
		t.Errorf("found outside: %q", out)
	}
	if math.Abs(float64(up.from.X-50)) > 1e-9 || math.Abs(float64(up.from.Y-30)) > 1e-9 || up.to.Y <= up.from.Y || math.Abs(float64(up.to.X-50)) > 1e-9 {
		t.Errorf("turned text runs from %v to %v", up.from, up.to)
	}
	if flat.from != (vg.Point{X: 10, Y: 5}) || flat.to.Y != 5 || flat.to.X <= 10 {
		t.Errorf("flat text runs from %v to %v", flat.from, flat.to)
	}
}

func plotFace() font.Face { return font.DefaultCache.Lookup(lettering(tickSize).Font, tickSize) }
