//go:build !notebook

package viz

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgpdf"
)

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

// pdfCanvas puts images the right way up: that of gonum.org/v1/plot v0.17.0
// leaves them in its own coordinates, in which y points down.
type pdfCanvas struct{ *vgpdf.Canvas }

// DrawImage draws img over rect, its first row on top.
func (c pdfCanvas) DrawImage(rect vg.Rectangle, img image.Image) {
	c.Canvas.DrawImage(rect, upsideDown(img))
}

func upsideDown(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(x, b.Dy()-1-y, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}
