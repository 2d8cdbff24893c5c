package viz_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/image/draw"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/gallery"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// TestGoldenPNG compares the pictures of all samples by pixel, at a third of
// their size: floating point differs in the last bit between machines, so a few
// pixels may differ by a little.
func TestGoldenPNG(t *testing.T) {
	t.Parallel()
	for _, s := range gallery.Samples() {
		if !viz.HasPicture(s.Figure) {
			continue
		}
		got := small(t, s.Figure)
		path := filepath.Join("testdata", s.Name+".png")
		want := decode(t, wanted(t, path, encode(t, got)))
		if diff := pictureDiff(want, got); diff > maxDiff {
			t.Errorf("%s: %.0f %% of the pixels of a tile differ (-update writes it anew); see %s", path, 100*diff, keepDiff(t, s.Name, want, got))
		}
	}
}

// small returns the picture of fig at a third of its size, by averages.
func small(t *testing.T, fig viz.Figure) image.Image {
	t.Helper()
	img := decode(t, written(t, viz.WritePNG, fig))
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/3, b.Dy()/3))
	draw.BiLinear.Scale(out, out.Bounds(), img, image.Rect(0, 0, out.Rect.Dx()*3, out.Rect.Dy()*3), draw.Src, nil)
	return out
}

// keepDiff leaves the wanted picture, the new one and where they differ, and
// returns the directory.
func keepDiff(t *testing.T, name string, want, got image.Image) string {
	t.Helper()
	dir := t.ArtifactDir()
	diff := image.NewGray(got.Bounds())
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			if !alike(want.At(x, y), got.At(x, y)) {
				diff.SetGray(x, y, color.Gray{255})
			}
		}
	}
	for kind, img := range map[string]image.Image{"want": want, "got": got, "diff": diff} {
		if err := os.WriteFile(filepath.Join(dir, name+"-"+kind+".png"), encode(t, img), 0o644); err != nil {
			t.Log(err)
		}
	}
	return dir
}

// TestGoldenSVG compares pictures byte by byte, on the architecture that wrote
// them: others may fuse multiplication and addition.
func TestGoldenSVG(t *testing.T) {
	t.Parallel()
	if runtime.GOARCH != "amd64" {
		t.Skip("the golden files are those of amd64")
	}
	for name, fig := range map[string]viz.Figure{"retrieval": retrieval(), "extrapolation": extrapolation(), "walk": gallery.Walk()} {
		path := filepath.Join("testdata", name+".svg")
		got := written(t, viz.WriteSVG, fig)
		if !bytes.Equal(wanted(t, path, got), got) {
			t.Errorf("%s differs from what is drawn now (-update writes it anew)", path)
		}
	}
}

const (
	tile    = 10   // pixels
	maxDiff = 0.02 // of the pixels of a tile
)

// pictureDiff returns, for the tile that differs most, the share of its pixels
// of which a channel differs by more than 16 of 255; 1 where the sizes differ.
// One wrong letter fills a few pixels of one tile.
func pictureDiff(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	differ := make(map[image.Point]int)
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if !alike(a.At(x, y), b.At(x, y)) {
				differ[image.Pt(x/tile, y/tile)]++
			}
		}
	}
	worst := 0
	for _, n := range differ {
		worst = max(worst, n)
	}
	return float64(worst) / (tile * tile)
}

func alike(a, b color.Color) bool {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	return !far(r1, r2) && !far(g1, g2) && !far(b1, b2)
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

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update, look at the picture, and commit it", err)
	}
	return want
}
