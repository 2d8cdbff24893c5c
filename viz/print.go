package viz

import (
	"bytes"
	"fmt"
	"io"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// pngDPI is the resolution of PNG pictures: sharp on dense screens.
const pngDPI = 144

// denseDPI is that of the picture which the interactive form of a dense map
// carries: its values are beside it, and both must be light.
const denseDPI = 96

// drawn is a form with a picture and an interactive twin.
type drawn interface {
	form
	pictureSize() (w, h vg.Length)
	draw(c draw.Canvas)
	spec() (spec, error)
}

// picture validates fig and returns it as one that can be drawn.
func picture(fig Figure) (drawn, error) {
	if err := check(fig); err != nil {
		return nil, err
	}
	d, ok := fig.form().(drawn)
	if !ok {
		return nil, fmt.Errorf("viz: a %T has no picture: write it as text, Markdown, HTML or CSV", fig)
	}
	return d, nil
}

// HasPicture reports whether fig has a picture and an interactive form, which
// every figure but a [Table] has.
func HasPicture(fig Figure) bool {
	_, isTable := fig.(interface{ markup() string })
	return fig != nil && !isTable
}

// WritePNG writes the picture of fig at 144 dots an inch, with title, text
// alternative and provenance as text chunks. The same value gives the same
// bytes. A [Table] has no picture and is refused.
func WritePNG(w io.Writer, fig Figure) error {
	d, err := picture(fig)
	if err != nil {
		return err
	}
	b, err := pngOf(fig, d, pngDPI)
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}

// pngOf returns the picture of fig, which d draws, at so many dots an inch.
func pngOf(fig Figure, d drawn, dpi int) ([]byte, error) {
	c := rasterOf(d, dpi)
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: c}).WriteTo(&b); err != nil {
		return nil, fmt.Errorf("viz: encode PNG: %w", err)
	}
	return withPNGText(b.Bytes(), metadata(fig)), nil
}

// lightPNGOf is pngOf in a palette, for notebooks and pages.
func lightPNGOf(fig Figure, d drawn, dpi int) ([]byte, error) {
	b, err := lightPNG(rasterOf(d, dpi).Image())
	if err != nil {
		return nil, fmt.Errorf("viz: encode PNG: %w", err)
	}
	return withPNGText(b, metadata(fig)), nil
}

// rasterOf draws a picture at so many dots an inch.
func rasterOf(d drawn, dpi int) *vgimg.Canvas {
	width, height := d.pictureSize()
	c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dpi))
	d.draw(draw.New(c))
	return c
}
