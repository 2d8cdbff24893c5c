package viz

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"
)

// TextOptions say what a terminal can show. The zero value is the safest: 80
// columns, no colour, Unicode block characters. [Terminal] finds out the rest.
type TextOptions struct {
	Width int  // columns; 0 for 80
	Color bool // 24-bit colour by escape sequences
	ASCII bool // ASCII characters only
}

const (
	defaultWidth = 80
	minWidth     = 40
	maxWidth     = 160
)

// Terminal returns what f can show: its width and, where f is a terminal and
// NO_COLOR is not set, colour. ASCII is asked for by a locale that is set and is
// not UTF-8, or by TERM=dumb.
func Terminal(f *os.File) TextOptions {
	o := TextOptions{Width: defaultWidth, ASCII: !utf8Locale(os.Getenv)}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		o.Width = n
	}
	if !term.IsTerminal(int(f.Fd())) {
		return o
	}
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		o.Width = w
	}
	dumb := os.Getenv("TERM") == "dumb"
	o.Color = os.Getenv("NO_COLOR") == "" && !dumb
	o.ASCII = o.ASCII || dumb
	return o
}

// utf8Locale reads the locale as POSIX does; an unset one counts as UTF-8.
func utf8Locale(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := env(name); v != "" {
			v = strings.ToLower(strings.ReplaceAll(v, "-", ""))
			return strings.Contains(v, "utf8")
		}
	}
	return true
}

// WriteText writes fig for a terminal.
func WriteText(w io.Writer, fig Figure, o TextOptions) error {
	if err := check(fig); err != nil {
		return err
	}
	o.Width = o.width()
	s := fig.form().text(o)
	if o.ASCII {
		s = ascii(s)
	}
	_, err := io.WriteString(w, s)
	return err
}

func (o TextOptions) width() int {
	if o.Width == 0 {
		return defaultWidth
	}
	return min(max(o.Width, minWidth), maxWidth)
}

// heading wraps s, bold where there is colour.
func (o TextOptions) heading(s string) string {
	s = o.wrap(s)
	if !o.Color {
		return s
	}
	return "\x1b[1m" + s + "\x1b[0m"
}

// cut keeps of s what fits after an indent of so many columns.
func (o TextOptions) cut(s string, indent int) string {
	return text.Snip(s, o.Width-indent, "…")
}

// wrap breaks s at spaces into lines of the width.
func (o TextOptions) wrap(s string) string {
	lines := strings.Split(text.WrapSoft(s, o.Width), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

func (o TextOptions) footer(p Provenance) []string {
	var lines []string
	for _, f := range p.fields() {
		lines = append(lines, o.wrap(f.name+": "+f.value))
	}
	return lines
}

// fit pads or cuts s to exactly n columns.
func fit(s string, n int) string {
	if text.StringWidthWithoutEscSequences(s) > n {
		s = text.Snip(s, n, "…")
	}
	return text.Pad(s, n, ' ')
}

var asciiTwins = strings.NewReplacer("…", "~", "–", "-", "“", `"`, "”", `"`, "×", "x", "·", ".", "—", "-", "≤", "<=", "≥", ">=", "°", "'", "−", "-")

// ascii replaces what this package itself writes by its twin, and every other
// character beyond ASCII by its code point.
func ascii(s string) string {
	s = asciiTwins.Replace(s)
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	return b.String()
}
