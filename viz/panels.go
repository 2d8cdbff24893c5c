package viz

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Panels are small multiples: figures side by side under one title, such as one
// heat map a group and head, or loss, recall and speed of one training.
type Panels struct {
	Title   string
	Columns int      // side by side; 0 for one
	Figures []Figure // with pictures, so no [Table]

	// SameScale gives all heat maps one colour scale and all curves one range of
	// y, so that they compare.
	SameScale bool

	Provenance Provenance
}

// maxPanels bounds what one picture can show.
const maxPanels = 64

// Heading returns the title.
func (p Panels) Heading() string { return short(p.Title, maxTitle) }

// Origin returns where the numbers come from.
func (p Panels) Origin() Provenance { return p.Provenance }

// Alt describes the panels one by one.
func (p Panels) Alt() string {
	const most = 6
	parts := []string{fmt.Sprintf("“%s”: %d panels.", p.Heading(), len(p.Figures))}
	for i, f := range p.Figures {
		if i == most {
			parts = append(parts, "And so on.")
			break
		}
		if f != nil {
			parts = append(parts, f.Alt())
		}
	}
	return strings.Join(parts, " ")
}

// Validate refuses panels without title or figures, or with one that is not
// valid or has no picture.
func (p Panels) Validate() error {
	if err := requireText(named{"Panels.Title", p.Title, "a title"}); err != nil {
		return err
	}
	switch {
	case len(p.Figures) == 0:
		return fmt.Errorf("viz: Panels.Figures is empty: give at least one figure")
	case len(p.Figures) > maxPanels:
		return fmt.Errorf("viz: Panels.Figures has %d figures: show at most %d at a time", len(p.Figures), maxPanels)
	case p.Columns < 0 || p.Columns > 4:
		return fmt.Errorf("viz: Panels.Columns is %d: want 1 to 4, or 0 for one", p.Columns)
	}
	for i, f := range p.Figures {
		if err := check(f); err != nil {
			return fmt.Errorf("viz: Panels.Figures[%d]: %w", i, err)
		}
		if !HasPicture(f) {
			return fmt.Errorf("viz: Panels.Figures[%d] is a %T, which has no picture: show it by itself", i, f)
		}
	}
	return nil
}

// panelForm is panels ready to be drawn.
type panelForm struct {
	Panels
	parts []drawn
}

func (p Panels) form() form {
	f := panelForm{Panels: p}
	for _, fig := range p.Figures {
		f.parts = append(f.parts, fig.form().(drawn))
	}
	if p.SameScale {
		f.align()
	}
	return f
}

// align gives maps one colour scale and curves one range.
func (p panelForm) align() {
	heat, curve := Range{math.Inf(1), math.Inf(-1)}, Range{math.Inf(1), math.Inf(-1)}
	join := func(a, b Range) Range { return Range{min(a.Low, b.Low), max(a.High, b.High)} }
	for _, d := range p.parts {
		switch f := d.(type) {
		case heatForm:
			heat = join(heat, f.layer(0).grid(maxGridRows, maxGridCols).data)
		case Curve:
			curve = join(curve, f.yData())
		}
	}
	for i, d := range p.parts {
		switch f := d.(type) {
		case heatForm:
			if f.Scale.auto() {
				f.Scale = f.scaleOf(heat)
			}
			p.parts[i] = f
		case Curve:
			if f.YRange.auto() {
				f.YRange = curve.widened()
			}
			p.parts[i] = f
		}
	}
}

func (p panelForm) columns() int { return min(max(1, p.Columns), len(p.parts)) }

// text writes one panel after the other.
func (p panelForm) text(o TextOptions) string {
	lines := []string{o.heading(p.Heading()), ""}
	for _, part := range p.parts {
		lines = append(lines, part.text(o))
	}
	return strings.Join(append(lines, o.footer(p.Provenance)...), "\n") + "\n"
}

const panelTitle = 26 // points above the panels

// pictureSize gives every row of panels the height of its highest.
func (p panelForm) pictureSize() (vg.Length, vg.Length) {
	heights, width := p.layout()
	total := vg.Length(panelTitle)
	for _, h := range heights {
		total += h
	}
	return width*vg.Length(p.columns()) + 2*border, total
}

// layout returns the height of each row and the width of each column.
func (p panelForm) layout() (heights []vg.Length, width vg.Length) {
	for i, part := range p.parts {
		w, h := p.panelSize(part)
		if i%p.columns() == 0 {
			heights = append(heights, 0)
		}
		last := len(heights) - 1
		heights[last], width = max(heights[last], h), max(width, w)
	}
	return heights, width
}

// panelSize returns the size of a panel: narrower than alone where there are
// several side by side, and lower where curves stand on one another.
func (p panelForm) panelSize(part drawn) (w, h vg.Length) {
	w, h = part.pictureSize()
	if _, isCurve := part.(Curve); isCurve && p.columns() == 1 && len(p.parts) > 1 {
		h *= 0.7
	}
	if p.columns() > 1 {
		w *= 0.72
	}
	return w, h
}

func (p panelForm) draw(c draw.Canvas) {
	c = drawTitle(c, p.Heading())
	c.Min.X, c.Max.X, c.Min.Y = c.Min.X-border, c.Max.X+border, c.Min.Y-border
	heights, width := p.layout()
	top := c.Max.Y + 4
	for i, part := range p.parts {
		col, row := i%p.columns(), i/p.columns()
		if col == 0 && row > 0 {
			top -= heights[row-1]
		}
		_, h := p.panelSize(part)
		left := c.Min.X + border + vg.Length(col)*width
		part.draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: left, Y: top - h}, Max: vg.Point{X: left + width, Y: top},
		}})
	}
}

// panelData is the charts of the panels.
type panelData struct {
	Heading string `json:"heading"`
	Columns int    `json:"columns"`
	Panels  []spec `json:"panels"`
}

func (p panelForm) spec() (spec, error) {
	const width = 720
	d := &panelData{Heading: p.Heading(), Columns: p.columns()}
	for _, part := range p.parts {
		s, err := part.spec()
		if err != nil {
			return spec{}, err
		}
		if s.Height > 0 && p.columns() > 1 {
			s.fit(width/p.columns() - 8)
		}
		d.Panels = append(d.Panels, s)
	}
	return spec{Kind: "panels", Width: width, panelData: d}, nil
}

// fit narrows a chart to a panel of so many pixels.
func (s *spec) fit(width int) {
	s.Width = min(s.Width, width)
	if s.Option == nil {
		return
	}
	for i := range s.Option.Title {
		if style := s.Option.Title[i].TitleStyle; style != nil {
			style.Width = min(style.Width, width-20)
		}
	}
}
