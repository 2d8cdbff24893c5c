//go:build !notebook

package viz

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"
)

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
