package viz

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"maps"
	"slices"
)

// Sizes of the palette of a light picture: half goes to the commonest colours, which are flat areas, and half to those
// farthest from them, so that no colour is far from its place.
const (
	paletteSize   = 256
	paletteCommon = 128
)

// lightPNG encodes a picture of flat colours in a palette, a third of the size of true colour. The commonest colours stay
// exact; others, such as the edges of letters, become the nearest of the palette.
func lightPNG(img image.Image) ([]byte, error) {
	counts := countColors(img)
	palette := choosePalette(counts)
	nearest := make(map[color.RGBA]uint8, len(counts))
	for c := range counts {
		nearest[c] = nearestColor(palette, c)
	}
	out := image.NewPaletted(img.Bounds(), nil)
	for _, c := range palette {
		out.Palette = append(out.Palette, c)
	}
	last, index := color.RGBA{}, uint8(0)
	for i, c := range pixels(img) {
		if i == 0 || c != last {
			last, index = c, nearest[c]
		}
		out.Pix[i] = index
	}
	var b bytes.Buffer
	err := png.Encode(&b, out)
	return b.Bytes(), err
}

// pixels are the colours of a picture, row by row.
func pixels(img image.Image) func(func(int, color.RGBA) bool) {
	return func(yield func(int, color.RGBA) bool) {
		b, i := img.Bounds(), 0
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				r, g, bl, a := img.At(x, y).RGBA()
				if !yield(i, color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(bl >> 8), uint8(a >> 8)}) {
					return
				}
				i++
			}
		}
	}
}

// countColors counts runs of each colour, which are as telling as pixels and quicker to count.
func countColors(img image.Image) map[color.RGBA]int {
	counts := map[color.RGBA]int{}
	last, run := color.RGBA{}, 0
	for _, c := range pixels(img) {
		if c != last && run > 0 {
			counts[last] += run
			run = 0
		}
		last = c
		run++
	}
	counts[last] += run
	return counts
}

// choosePalette takes the commonest colours, then again and again the one that is farthest from all taken.
func choosePalette(counts map[color.RGBA]int) []color.RGBA {
	all := slices.SortedFunc(maps.Keys(counts), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(key(a), key(b)))
	})
	if len(all) <= paletteSize {
		return all
	}
	palette := slices.Clone(all[:paletteCommon])
	rest := all[paletteCommon:]
	far := make([]int, len(rest)) // distance to the palette
	for i, c := range rest {
		far[i] = distance(palette[nearestColor(palette, c)], c)
	}
	for len(palette) < paletteSize {
		at := 0
		for i := range far {
			if far[i] > far[at] {
				at = i
			}
		}
		palette = append(palette, rest[at])
		for i, c := range rest {
			far[i] = min(far[i], distance(rest[at], c))
		}
	}
	return palette
}

func nearestColor(palette []color.RGBA, c color.RGBA) uint8 {
	best, at := distance(palette[0], c), 0
	for i, p := range palette {
		if d := distance(p, c); d < best {
			best, at = d, i
		}
	}
	return uint8(at)
}

// distance is the squared distance of two colours.
func distance(a, b color.RGBA) int {
	square := func(x, y uint8) int { d := int(x) - int(y); return d * d }
	return square(a.R, b.R) + square(a.G, b.G) + square(a.B, b.B) + square(a.A, b.A)
}

func key(c color.RGBA) uint32 {
	return uint32(c.R)<<24 | uint32(c.G)<<16 | uint32(c.B)<<8 | uint32(c.A)
}
