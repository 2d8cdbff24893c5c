package viz

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"unicode/utf8"
)

// Shades from low to high, and the characters of marks and of what is hidden.
const (
	shadesUnicode = "░▒▓█"
	shadesASCII   = ".:-=+%@"
	hiddenChar    = ' '
	windowChar    = 'w'
	maxTextRows   = 40 // more rows are reduced by maximum
	plainRows     = 24 // more rows, in colour, take half a line each
	maxListed     = 12 // gold cells listed below the map
)

// text writes the map as characters: title, cells with row labels, first and
// last column, the colour scale, marks explained, gold cells listed with their
// values.
func (h heatForm) text(o TextOptions) string {
	if h.table != nil {
		return h.table.text(o)
	}
	margin := h.layer(0).grid(maxTextRows, o.Width).labelWidth()
	gs := h.grids(maxTextRows, o.Width-margin-2)
	lines := []string{o.heading(h.Heading()), o.cut(Clean(h.YLabel)+" × "+Clean(h.XLabel), 0)}
	for _, g := range gs {
		lines = append(lines, g.textLines(o, margin)...)
	}
	if note := gs[0].note(); note != "" {
		lines = append(lines, o.wrap(note))
	}
	lines = append(lines, goldLines(gs, o)...)
	return strings.Join(append(lines, o.footer(h.Provenance)...), "\n") + "\n"
}

// textLines writes one layer: its cells, the names of the outer columns, and
// what the characters mean.
func (g *grid) textLines(o TextOptions, margin int) []string {
	var lines []string
	half := o.Color && !o.ASCII && g.rows > plainRows
	if half {
		lines = append(lines, g.halfBlocks(margin)...)
	} else {
		lines = append(lines, g.characters(o, margin)...)
	}
	return append(lines, o.cut(g.columnLine(margin), 0), o.wrap(g.key(o, half)))
}

func (g *grid) labelWidth() int {
	w := 1
	for r := range g.rows {
		w = max(w, utf8.RuneCountInString(g.rowLabel(r)))
	}
	return min(w, 16)
}

// characters draws one line a row of cells, marks instead of shades.
func (g *grid) characters(o TextOptions, margin int) []string {
	marks := g.markChars()
	lines := make([]string, g.rows)
	for r := range lines {
		var b strings.Builder
		b.WriteString(fit(g.rowLabel(r), margin) + " ")
		for c := range g.cols {
			b.WriteString(g.character(o, marks[Mark{r, c}], r, c))
		}
		lines[r] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

func (g *grid) character(o TextOptions, mark rune, r, c int) string {
	v := g.value[r][c]
	switch {
	case g.window[r][c] && mark == 0:
		return string(windowChar)
	case o.Color && math.IsNaN(v):
		return string(max(mark, hiddenChar))
	case o.Color:
		bg := g.color(v)
		return paint(ink(bg), bg, max(mark, ' '))
	case mark != 0:
		return string(mark)
	case math.IsNaN(v):
		return string(hiddenChar)
	}
	shades := []rune(shadesUnicode)
	if o.ASCII {
		shades = []rune(shadesASCII)
	}
	return string(shades[min(int(g.unit(v)*float64(len(shades))), len(shades)-1)])
}

// markChars returns G for gold that was picked, g for gold that was not, and o
// for any other pick.
func (g *grid) markChars() map[Mark]rune {
	chars := make(map[Mark]rune, len(g.gold)+len(g.picked))
	for _, m := range g.gold {
		chars[m] = 'g'
	}
	for _, m := range g.picked {
		if chars[m] == 0 {
			chars[m] = 'o'
		} else if chars[m] == 'g' {
			chars[m] = 'G'
		}
	}
	return chars
}

// halfBlocks draws two rows a line: the upper as foreground of ▀, the lower as
// background.
func (g *grid) halfBlocks(margin int) []string {
	shade := func(r, c int) color.RGBA {
		switch {
		case r < g.rows && g.window[r][c]:
			return speckColor
		case r >= g.rows || math.IsNaN(g.value[r][c]):
			return hiddenColor
		}
		return g.color(g.value[r][c])
	}
	var lines []string
	for r := 0; r < g.rows; r += 2 {
		var b strings.Builder
		b.WriteString(fit(g.rowLabel(r), margin) + " ")
		for c := range g.cols {
			b.WriteString(paint(shade(r, c), shade(r+1, c), '▀'))
		}
		lines = append(lines, b.String())
	}
	return lines
}

// ink is the foreground that reads on background bg.
func ink(bg color.RGBA) color.RGBA {
	if 299*int(bg.R)+587*int(bg.G)+114*int(bg.B) > 128_000 {
		return color.RGBA{A: 0xff}
	}
	return color.RGBA{0xff, 0xff, 0xff, 0xff}
}

func paint(fg, bg color.RGBA, r rune) string {
	return fmt.Sprintf("\x1b[38;2;%d;%d;%d;48;2;%d;%d;%dm%c\x1b[0m", fg.R, fg.G, fg.B, bg.R, bg.G, bg.B, r)
}

// columnLine names the first and the last column under the map.
func (g *grid) columnLine(margin int) string {
	first, last := g.colLabel(0), g.colLabel(g.cols-1)
	gap := g.cols - utf8.RuneCountInString(first) - utf8.RuneCountInString(last)
	indent := strings.Repeat(" ", margin+1)
	switch {
	case g.cols == 1:
		return indent + first
	case gap < 1:
		return indent + first + " … " + last
	}
	return indent + first + strings.Repeat(" ", gap) + last
}

// key explains scale and marks.
func (g *grid) key(o TextOptions, half bool) string {
	shades := shadesUnicode
	if o.ASCII {
		shades = shadesASCII
	}
	if o.Color {
		shades = "dark to bright"
	}
	s := fmt.Sprintf("%s: %s %s %s", Clean(g.h.ValueLabel), g.scaleLabel(g.scale.Low), shades, g.scaleLabel(g.scale.High))
	window, hidden := "w", "blank"
	if half {
		window, hidden = "blue", "grey"
	}
	if len(g.windowCells()) > 0 {
		s += "; " + window + ": " + inWindow
	}
	if g.hiddenCells() > 0 {
		s += "; " + hidden + ": " + g.h.blank
	}
	if !half && len(g.gold)+len(g.picked) > 0 {
		s += "; G gold and picked, g gold, o picked"
	}
	return s
}

// goldLines lists gold cells with their values in every layer, up to maxListed.
func goldLines(layers []*grid, o TextOptions) []string {
	g := layers[0]
	picked := make(map[Mark]bool, len(g.picked))
	for _, m := range g.picked {
		picked[m] = true
	}
	var lines []string
	for i, m := range g.gold {
		if i == maxListed {
			lines = append(lines, fmt.Sprintf("and %d more gold cells", len(g.gold)-maxListed))
			break
		}
		did := "not picked"
		if picked[m] {
			did = "picked"
		}
		line := fmt.Sprintf("gold: %s, %s: %s, %s", g.rowLabel(m.Row), g.colLabel(m.Col), number(g.value[m.Row][m.Col]), did)
		for _, l := range layers[1:] {
			line += fmt.Sprintf(", %s %s", short(l.h.ValueLabel, maxName), number(l.value[m.Row][m.Col]))
		}
		lines = append(lines, o.wrap(line))
	}
	return lines
}
