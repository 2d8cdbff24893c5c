package viz

import (
	"fmt"
	"image/color"
	"math"
)

// palette is colours at equal steps from the lowest value to the highest, with
// straight lines between them.
type palette []color.RGBA

// viridis is sampled at ten equal steps: perceptually uniform, readable with
// every common colour vision deficiency and in grey. Between them both gonum
// and ECharts interpolate linearly, so print and screen agree.
var viridis = palette{
	{0x44, 0x01, 0x54, 0xff}, {0x48, 0x28, 0x78, 0xff}, {0x3e, 0x4a, 0x89, 0xff},
	{0x31, 0x68, 0x8e, 0xff}, {0x26, 0x82, 0x8e, 0xff}, {0x1f, 0x9e, 0x89, 0xff},
	{0x35, 0xb7, 0x79, 0xff}, {0x6d, 0xcd, 0x59, 0xff}, {0xb4, 0xde, 0x2c, 0xff},
	{0xfd, 0xe7, 0x25, 0xff},
}

// lineColors are those of Okabe and Ito that show on white and on black, told
// apart with every common colour vision deficiency. Series also differ by glyph.
var lineColors = []color.RGBA{
	{0x00, 0x72, 0xb2, 0xff}, {0xd5, 0x5e, 0x00, 0xff}, {0x00, 0x9e, 0x73, 0xff},
	{0xcc, 0x79, 0xa7, 0xff}, {0xe6, 0x9f, 0x00, 0xff}, {0x56, 0xb4, 0xe9, 0xff},
	{0x80, 0x80, 0x80, 0xff},
}

var (
	hiddenColor = color.RGBA{0xe4, 0xe4, 0xe4, 0xff} // a chunk that is not visible
	hatchColor  = color.RGBA{0xc4, 0xc4, 0xc4, 0xff}
	windowColor = color.RGBA{0xc9, 0xdc, 0xec, 0xff} // a chunk in the query's own window
	speckColor  = color.RGBA{0x8f, 0xb0, 0xcc, 0xff}
	goldColor   = color.RGBA{0xd5, 0x5e, 0x00, 0xff}
	markColor   = color.RGBA{0x70, 0x70, 0x70, 0xff} // training length, references
)

// diverging parts at its middle, near white, into blue below and orange above:
// two hues that every common colour vision deficiency tells apart, equally dark
// at equal distance.
var diverging = palette{
	{0x0b, 0x3c, 0x6f, 0xff}, {0x2f, 0x6f, 0xa8, 0xff}, {0x72, 0xa6, 0xcf, 0xff}, {0xb7, 0xd3, 0xe8, 0xff},
	{0xf6, 0xf5, 0xf2, 0xff},
	{0xf1, 0xcc, 0xa8, 0xff}, {0xdb, 0x96, 0x5e, 0xff}, {0xa9, 0x5c, 0x1c, 0xff}, {0x61, 0x2f, 0x06, 0xff},
}

// heat returns the colour at t of the sequential palette, 0 to 1.
func heat(t float64) color.RGBA { return viridis.at(t) }

// at returns the colour at t, 0 to 1.
func (p palette) at(t float64) color.RGBA {
	x := min(1, max(0, t)) * float64(len(p)-1)
	i := min(int(x), len(p)-2)
	a, b, f := p[i], p[i+1], x-float64(i)
	mix := func(p, q uint8) uint8 { return uint8(math.Round(float64(p)*(1-f) + float64(q)*f)) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// hex returns the colours as #rrggbb.
func (p palette) hex() []string {
	return labels(len(p), func(i int) string { return hexColor(p[i]) })
}

func lineColor(i int) color.RGBA { return lineColors[i%len(lineColors)] }

func hexColor(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
