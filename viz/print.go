package viz

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"
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

// WriteSVG writes the picture of fig as SVG, with title, text alternative and
// provenance as its title, desc and metadata. A heat map's cells are one image
// inside. Show it in an img element; the fonts are those of the reader, with the
// widths of the print.
func WriteSVG(w io.Writer, fig Figure) error {
	d, err := picture(fig)
	if err != nil {
		return err
	}
	c := &svgCanvas{Canvas: vgsvg.New(d.pictureSize())}
	d.draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return fmt.Errorf("viz: encode SVG: %w", err)
	}
	_, err = w.Write(withSVGText(c.fitText(b.Bytes()), fig))
	return err
}

// WritePDF writes the picture of fig as a one-page PDF with its fonts, title
// and provenance. The same value gives the same bytes.
func WritePDF(w io.Writer, fig Figure) error {
	d, err := picture(fig)
	if err != nil {
		return err
	}
	steadyPDF()
	c := pdfCanvas{vgpdf.New(d.pictureSize())}
	d.draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return fmt.Errorf("viz: encode PDF: %w", err)
	}
	out, err := withPDFText(b.Bytes(), fig)
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

// steadyPDF makes PDFs depend on nothing but the drawing: no clock, no order of
// a map.
var steadyPDF = sync.OnceFunc(func() {
	epoch := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	fpdf.SetDefaultCreationDate(epoch)
	fpdf.SetDefaultModificationDate(epoch)
	fpdf.SetDefaultCatalogSort(true)
})
