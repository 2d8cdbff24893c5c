package viz

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// TestLightPNG: flat areas keep their colour to the bit, and nothing moves far.
func TestLightPNG(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			c := color.RGBA{uint8(x), uint8(y), uint8(x * y / 100), 255} // 20,000 colours
			if x < 150 {
				c = color.RGBA{uint8(x / 50 * 80), 20, 30, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	light, err := lightPNG(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(light))
	if err != nil {
		t.Fatal(err)
	}
	worst := 0
	for i, c := range pixels(got) {
		want := img.RGBAAt(i%200, i/200)
		if i%200 < 150 && c != want {
			t.Fatalf("a flat colour became %v from %v", c, want)
		}
		worst = max(worst, distance(c, want))
	}
	if worst > 24*24 {
		t.Errorf("a colour moved by %d squared", worst)
	}
}

// TestLightPicture: the picture of a figure is a third smaller at least.
func TestLightPicture(t *testing.T) {
	fig := HeatMap{Title: "Retrieval", XLabel: "chunk", YLabel: "question", ValueLabel: "chunk weight", Values: [][]float64{{0, 1, 0.5}, {0.2, 0.3, 0.9}}, Picked: []Mark{{0, 1}}}
	d, err := picture(fig)
	if err != nil {
		t.Fatal(err)
	}
	light, err := lightPNGOf(fig, d, pngDPI)
	if err != nil {
		t.Fatal(err)
	}
	full, err := pngOf(fig, d, pngDPI)
	if err != nil {
		t.Fatal(err)
	}
	if 3*len(light) > 2*len(full) {
		t.Errorf("%d bytes, %d in true colour", len(light), len(full))
	}
}

// TestFewColors: a picture of few colours is unchanged.
func TestFewColors(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 16, 1))
	for x := range 16 {
		img.SetRGBA(x, 0, color.RGBA{uint8(x * 16), 0, 0, 255})
	}
	light, err := lightPNG(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(light))
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range pixels(got) {
		if c != img.RGBAAt(i, 0) {
			t.Errorf("pixel %d is %v", i, c)
		}
	}
}
