package viz

import (
	"image"
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Dark returns fig with its picture on dark paper, for slides and dark pages.
// The colours of data stay as they are; everything else is unchanged, and so is
// a [Table]. The interactive form follows its page in any case.
func Dark(fig Figure) Figure {
	if !HasPicture(fig) {
		return fig
	}
	return darkFigure{fig}
}

type darkFigure struct{ Figure }

func (d darkFigure) form() form { return darkForm{d.Figure.form().(drawn)} }

type darkForm struct{ drawn }

func (d darkForm) draw(c draw.Canvas) {
	c.Canvas = darkCanvas{c.Canvas}
	d.drawn.draw(c)
}

// Paper and ink of dark pictures.
var (
	darkPaper = color.RGBA{0x16, 0x18, 0x1c, 0xff}
	darkInk   = color.RGBA{0xe6, 0xe6, 0xe6, 0xff}
	darkTwins = map[color.RGBA]color.RGBA{
		windowColor: {0x24, 0x36, 0x46, 0xff},
		speckColor:  {0x48, 0x68, 0x84, 0xff},
	}
)

// darkCanvas draws greys from ink to paper where they were from black to white.
type darkCanvas struct{ vg.Canvas }

// SetColor sets the dark twin of c.
func (d darkCanvas) SetColor(c color.Color) { d.Canvas.SetColor(darkTwin(c)) }

// DrawImage draws the dark twin of img.
func (d darkCanvas) DrawImage(rect vg.Rectangle, img image.Image) {
	b := img.Bounds()
	out := image.NewRGBA(b)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			out.Set(x, y, darkTwin(img.At(x, y)))
		}
	}
	d.Canvas.DrawImage(rect, out)
}

// darkTwin returns c, unless it is a grey or one of the patterns of this package.
func darkTwin(c color.Color) color.Color {
	if f, ok := c.(fixed); ok || c == nil {
		return f.c
	}
	p := color.RGBAModel.Convert(c).(color.RGBA)
	if twin, ok := darkTwins[p]; ok {
		return twin
	}
	if p.R != p.G || p.G != p.B || p.A != 0xff {
		return c
	}
	mix := func(paper, ink uint8) uint8 {
		return uint8((int(paper)*int(p.R) + int(ink)*(255-int(p.R))) / 255)
	}
	return color.RGBA{mix(darkPaper.R, darkInk.R), mix(darkPaper.G, darkInk.G), mix(darkPaper.B, darkInk.B), 0xff}
}
