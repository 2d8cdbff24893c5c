//go:build !notebook

package viz

import (
	"bytes"
	"fmt"
	"image"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"
)

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

// svgCanvas remembers how wide each text was laid out.
type svgCanvas struct {
	*vgsvg.Canvas
	widths []vg.Length
}

// FillString draws str at pt.
func (c *svgCanvas) FillString(face font.Face, pt vg.Point, str string) {
	c.widths = append(c.widths, face.Width(str))
	c.Canvas.FillString(face, pt, str)
}

// fitText gives every text element the width it was laid out with, so that a
// reader without the font sees no label run into its neighbour.
func (c *svgCanvas) fitText(svg []byte) []byte {
	var out bytes.Buffer
	for i, part := range bytes.Split(svg, []byte("<text ")) {
		if i > 0 {
			fmt.Fprintf(&out, `<text textLength="%.5g" lengthAdjust="spacingAndGlyphs" `, c.widths[i-1].Points())
		}
		out.Write(part)
	}
	return out.Bytes()
}
