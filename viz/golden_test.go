package viz_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

var (
	regen   = flag.Bool("regen", false, "write the golden pictures anew")
	gallery = flag.String("gallery", "", "write every fixture in every form to this directory, to be looked at")
)

// golden are the figures whose pictures are kept under testdata.
func golden() map[string]viz.Figure {
	return map[string]viz.Figure{
		"retrieval": retrieval(), "extrapolation": extrapolation(), "training": training(), "million": million(),
	}
}

// TestGoldenPNG compares pictures by pixel: floating point differs in the last
// bit between machines, so a few pixels may differ by a little.
func TestGoldenPNG(t *testing.T) {
	for name, fig := range golden() {
		path := filepath.Join("testdata", name+".png")
		got := written(t, viz.WritePNG, fig)
		want := wanted(t, path, got)
		if diff := pictureDiff(decode(t, want), decode(t, got)); diff > maxDiff {
			keep := filepath.Join(t.ArtifactDir(), name+".png")
			_ = os.WriteFile(keep, got, 0o644)
			t.Errorf("%s: %.3f %% of the pixels differ; the new picture is %s", path, 100*diff, keep)
		}
	}
}

// TestGoldenSVG compares pictures byte by byte, on the architecture that wrote
// them: others may fuse multiplication and addition.
func TestGoldenSVG(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the golden files are those of amd64")
	}
	for name, fig := range golden() {
		path := filepath.Join("testdata", name+".svg")
		got := written(t, viz.WriteSVG, fig)
		if !bytes.Equal(wanted(t, path, got), got) {
			t.Errorf("%s differs from what is drawn now (-regen writes it anew)", path)
		}
	}
}

// TestGoldenCatchesFaults plants faults that a picture test must catch.
func TestGoldenCatchesFaults(t *testing.T) {
	picture := func(f viz.Figure) image.Image { return decode(t, written(t, viz.WritePNG, f)) }
	flipped, shifted, swapped := retrieval(), retrieval(), extrapolation()
	for r := range flipped.Values {
		flipped.Values[r] = retrieval().Values[len(flipped.Values)-1-r]
	}
	for i := range shifted.Gold {
		shifted.Gold[i].Col++
	}
	swapped.Series[0].Name, swapped.Series[1].Name = swapped.Series[1].Name, swapped.Series[0].Name
	for name, pair := range map[string][2]viz.Figure{
		"rows upside down":    {retrieval(), flipped},
		"gold off by one":     {retrieval(), shifted},
		"legend interchanged": {extrapolation(), swapped},
	} {
		if diff := pictureDiff(picture(pair[0]), picture(pair[1])); diff <= maxDiff {
			t.Errorf("%s: only %.4f %% of the pixels differ, the golden test would pass", name, 100*diff)
		}
	}
}

const maxDiff = 0.0005 // of the pixels

// pictureDiff returns the share of pixels of which a channel differs by more
// than 16 of 255; 1 where the sizes differ.
func pictureDiff(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	differ := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				differ++
			}
		}
	}
	return float64(differ) / float64(a.Bounds().Dx()*a.Bounds().Dy())
}

func far(p, q uint32) bool { return math.Abs(float64(p)-float64(q)) > 16*257 }

func decode(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func written(t *testing.T, write func(io.Writer, viz.Figure) error, fig viz.Figure) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, fig); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wanted reads a golden file, after writing it where that was asked for.
func wanted(t *testing.T, path string, got []byte) []byte {
	t.Helper()
	if *regen {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -regen, look at the picture, and commit it", err)
	}
	return want
}

// TestGallery writes everything for the eye, where asked.
func TestGallery(t *testing.T) {
	if *gallery == "" {
		t.Skip("-gallery names no directory")
	}
	var all []viz.Figure
	for i, fig := range everything() {
		all = append(all, fig)
		exts := []string{".txt", ".html"}
		if viz.HasPicture(fig) {
			exts = append(exts, ".png", ".svg", ".pdf")
		}
		for _, ext := range exts {
			if err := viz.Save(filepath.Join(*gallery, fmt.Sprintf("%02d%s", i, ext)), fig); err != nil {
				t.Error(err)
			}
		}
	}
	page := viz.Page{Title: "Every figure", Intro: "One.\n\nTwo " + hostile, Sections: []viz.Section{{Heading: "All", Pre: "$ hsalab  figures\n  indented", Figures: all}}}
	if err := viz.SavePage(filepath.Join(*gallery, "index.html"), page); err != nil {
		t.Error(err)
	}
}
