package viz

import (
	"bytes"
	"fmt"
	"io"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
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
