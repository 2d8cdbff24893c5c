package viz

import (
	"fmt"
	"math"
	"strings"
)

// Scatter shows points in groups. A group of more than 2,000 points is drawn as
// hexagons, coloured by how many points they hold.
type Scatter struct {
	Title  string
	XLabel string
	YLabel string
	Groups []PointGroup

	// Correlate adds to each group's name the rank correlation (Spearman) of its
	// x and y.
	Correlate bool

	Provenance Provenance
}

// PointGroup is a named set of points. A pair with a NaN is left out, and said
// to be.
type PointGroup struct {
	Name string
	X, Y []float64
	Text []string // a text for each point, shown on hover; nil for none
}

// maxDots is the largest group that is drawn point by point.
const maxDots = 2000

// Heading returns the title.
func (s Scatter) Heading() string { return short(s.Title, maxTitle) }

// Origin returns where the points come from.
func (s Scatter) Origin() Provenance { return s.Provenance }

// Alt describes the groups: how many points, and how they correlate.
func (s Scatter) Alt() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Scatter “%s”: %s against %s.", s.Heading(), short(s.YLabel, maxName), short(s.XLabel, maxName))
	if s.Validate() != nil {
		return b.String()
	}
	for _, g := range s.Groups {
		fmt.Fprintf(&b, " %s: %d points.", s.name(g), g.count())
	}
	return b.String()
}

// Validate refuses a scatter without title, labels or points, with unnamed
// groups, x and y of different numbers, or infinities.
func (s Scatter) Validate() error {
	err := requireText(
		named{"Scatter.Title", s.Title, "a title"},
		named{"Scatter.XLabel", s.XLabel, `the quantity, such as "log attention mass"`},
		named{"Scatter.YLabel", s.YLabel, `the quantity, such as "score"`},
	)
	if err != nil {
		return err
	}
	points := 0
	for i, g := range s.Groups {
		if err := g.validate(fmt.Sprintf("Scatter.Groups[%d]", i)); err != nil {
			return err
		}
		points += g.count()
	}
	if points == 0 {
		return fmt.Errorf("viz: Scatter.Groups has no points: give at least one whose x and y are numbers")
	}
	return nil
}

func (g PointGroup) validate(where string) error {
	if err := requireText(named{where + ".Name", g.Name, "a name"}); err != nil {
		return err
	}
	if len(g.X) != len(g.Y) {
		return fmt.Errorf("viz: %s (%s) has %d x and %d y: give one of each a point", where, short(g.Name, maxName), len(g.X), len(g.Y))
	}
	if g.Text != nil && len(g.Text) != len(g.X) {
		return fmt.Errorf("viz: %s.Text has %d entries for %d points: give one for each, or none", where, len(g.Text), len(g.X))
	}
	for i := range g.X {
		if math.IsInf(g.X[i], 0) || math.IsInf(g.Y[i], 0) {
			return fmt.Errorf("viz: %s: point %d is (%g, %g): use NaN for what was not measured", where, i, g.X[i], g.Y[i])
		}
	}
	return nil
}

// pair is a point that is drawn, with its index in the group.
type pair struct {
	x, y float64
	i    int
}

// pairs returns the points whose x and y are numbers.
func (g PointGroup) pairs() []pair {
	out := make([]pair, 0, len(g.X))
	for i := range g.X {
		if !math.IsNaN(g.X[i]) && !math.IsNaN(g.Y[i]) {
			out = append(out, pair{g.X[i], g.Y[i], i})
		}
	}
	return out
}

// count returns how many points have an x and a y.
func (g PointGroup) count() int {
	n := 0
	for i := range g.X {
		if !math.IsNaN(g.X[i]) && !math.IsNaN(g.Y[i]) {
			n++
		}
	}
	return n
}

// name returns the group's name with what is known of its points.
func (s Scatter) name(g PointGroup) string {
	n := short(g.Name, maxName)
	if s.Correlate {
		n += fmt.Sprintf(": rank correlation %s", number(round(RankCorrelation(g.X, g.Y), 3)))
	}
	if left := len(g.X) - g.count(); left > 0 {
		n += fmt.Sprintf(" (%d without a value left out)", left)
	}
	return n
}

// cloud is a scatter ready to be drawn: its axes, its points, and the hexagons
// of the groups that have too many.
type cloud struct {
	Scatter
	x, y  axis
	names []string // of the groups, with what is known of their points
	dots  [][]pair // of each group; nil where hexagons stand for it
	hexes hexagons
}

func (s Scatter) form() form {
	c := cloud{Scatter: s}
	x, y := Range{math.Inf(1), math.Inf(-1)}, Range{math.Inf(1), math.Inf(-1)}
	var many []pair
	for _, g := range s.Groups {
		ps := g.pairs()
		for _, p := range ps {
			x, y = Range{min(x.Low, p.x), max(x.High, p.x)}, Range{min(y.Low, p.y), max(y.High, p.y)}
		}
		if len(ps) > maxDots {
			many, ps = append(many, ps...), nil
		}
		c.dots, c.names = append(c.dots, ps), append(c.names, s.name(g))
	}
	c.x, c.y = linear(x, 6), linear(y, 6)
	c.hexes = hexbin(many, c.x, c.y)
	return c
}

// linear returns an axis over r, its ends at ticks.
func linear(r Range, most int) axis {
	r = r.widened()
	a := axis{Low: r.Low, High: r.High, Step: niceStep(r.High-r.Low, most)}
	return a.spread(a.Step)
}

// text plots the points as characters and names the groups.
func (c cloud) text(o TextOptions) string {
	margin := 0
	for _, t := range c.y.ticks() {
		margin = max(margin, len(c.y.label(t)))
	}
	v := newCanvas(c.x, c.y, min(o.Width-margin-3, 72))
	for i := range c.Groups {
		g := len(c.Groups) - 1 - i // the first on top
		for _, p := range c.Groups[g].pairs() {
			v.put(v.row(p.y), v.col(p.x), seriesChar(g), g+1)
		}
	}
	indent := strings.Repeat(" ", margin+2)
	lines := append([]string{o.heading(c.Heading()), o.cut(Clean(c.YLabel), 0)}, v.framed(o, margin)...)
	lines = append(lines, indent+v.tickLine(), indent+o.cut(Clean(c.XLabel), margin+2))
	for i, g := range c.Groups {
		lines = append(lines, o.paintSeries(i, o.cut(fmt.Sprintf("%c %s  n=%d", seriesChar(i), c.names[i], g.count()), 0)))
	}
	return strings.Join(append(lines, o.footer(c.Provenance)...), "\n") + "\n"
}
