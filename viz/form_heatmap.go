package viz

// heatForm is how a heat map is drawn, and every kind of figure that is a heat
// map underneath.
type heatForm struct {
	HeatMap
	blank string       // what a NaN cell means, for the legend
	notes [][][]string // [layer][row][column] text in each cell below its value; nil for maps without text in them
	rule  *rule        // between two columns, nil for none
	table *Table       // the text form where cells carry text
}

// rule is a vertical line through a heat map, right of column After.
type rule struct {
	after float64 // in columns, -0.5 left of the first
	name  string
}

func (h HeatMap) form() form { return h.plain() }

// plain returns h to be drawn as it stands.
func (h HeatMap) plain() heatForm { return heatForm{HeatMap: h, blank: "not visible"} }

// layers returns how many layers h has, the first among them.
func (h heatForm) layers() int { return 1 + len(h.Layers) }

// layer returns layer i alone; 0 is that of Values.
func (h heatForm) layer(i int) heatForm {
	if h.notes != nil {
		h.notes = h.notes[i : i+1]
	}
	if i > 0 {
		l := h.Layers[i-1]
		h.Values, h.ValueLabel, h.Scale, h.Diverging = l.Values, l.Label, l.Scale, l.Diverging
	}
	h.Layers = nil
	return h
}

// grids returns one grid a layer.
func (h heatForm) grids(maxRows, maxCols int) []*grid {
	gs := make([]*grid, h.layers())
	for i := range gs {
		gs[i] = h.layer(i).grid(maxRows, maxCols)
	}
	return gs
}

// cellNote returns the text in a cell, "" for none.
func (g *grid) cellNote(r, c int) string {
	if g.h.notes == nil || g.rowStep > 1 || g.colStep > 1 {
		return ""
	}
	return g.h.notes[0][g.row0+r][g.col0+c]
}
