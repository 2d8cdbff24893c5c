package viz

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Table compares rows (variants) over columns (lengths, tasks): each cell a
// value with its interval. It has no picture; it is written as text, Markdown,
// LaTeX, HTML and CSV.
type Table struct {
	Title   string
	Corner  string   // heading of the first column, such as "variant"
	Columns []string // headings of the others
	Heads   []Head   // headings over columns, from the left, such as tasks over lengths; nil for none
	Groups  []Group  // rows, in groups

	Prose     bool     // cells are sentences: set from the left, and wrapped where there is little room
	Decimals  int      // digits after the point; 0 for up to four significant digits
	Caption   string   // what is shown and how it was measured
	Test      string   // the test behind Tied, such as "paired sign-flip test, Holm-corrected over 20 comparisons"
	Footnotes []string // anything else

	Provenance Provenance
}

// Head is a heading over so many columns.
type Head struct {
	Name    string
	Columns int
}

// Group is a block of rows under a common name, "" for none.
type Group struct {
	Name string
	Rows []Row
}

// Row is one line of a [Table]: a label and one cell for each of its columns.
type Row struct {
	Label string
	Cells []Cell
}

// Cell is one entry of a [Table]. A non-empty Text is shown as it stands;
// otherwise the Value is, NaN as "unknown", with the interval [Low, High]
// (both zero for none). N is the number of samples, zero where it does not
// apply. Best marks the best of its column; Tied one that the table's Test does
// not tell from the best.
type Cell struct {
	Value     float64
	Low, High float64
	N         int
	Text      string
	Best      bool
	Tied      bool
}

// Heading returns the title.
func (t Table) Heading() string { return short(t.Title, maxTitle) }

func (t Table) form() form { return t }

// Origin returns where the cells come from.
func (t Table) Origin() Provenance { return t.Provenance }

// Alt describes the table by its size and headings.
func (t Table) Alt() string {
	return fmt.Sprintf("Table “%s”: %d rows by %d columns.", t.Heading(), t.rowCount(), len(t.Columns))
}

func (t Table) rowCount() int {
	n := 0
	for _, g := range t.Groups {
		n += len(g.Rows)
	}
	return n
}

// Validate refuses a table without title, columns or rows, with rows of another
// width than its columns, or with impossible cells.
func (t Table) Validate() error {
	if err := requireText(named{"Table.Title", t.Title, "a title"}); err != nil {
		return err
	}
	switch {
	case len(t.Columns) == 0:
		return fmt.Errorf("viz: Table.Columns is empty: give at least one heading")
	case t.rowCount() == 0:
		return fmt.Errorf("viz: Table.Groups has no rows: give at least one")
	case t.Decimals < 0 || t.Decimals > 15:
		return fmt.Errorf("viz: Table.Decimals is %d: want 0 to 15", t.Decimals)
	}
	if err := t.checkHeads(); err != nil {
		return err
	}
	for g, group := range t.Groups {
		for r, row := range group.Rows {
			if err := t.checkRow(fmt.Sprintf("Table.Groups[%d].Rows[%d]", g, r), row); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkHeads wants headings that cover all columns, and a test behind ties.
func (t Table) checkHeads() error {
	covered := 0
	for i, h := range t.Heads {
		if h.Columns <= 0 {
			return fmt.Errorf("viz: Table.Heads[%d] covers %d columns: want at least one", i, h.Columns)
		}
		covered += h.Columns
	}
	if t.Heads != nil && covered != len(t.Columns) {
		return fmt.Errorf("viz: Table.Heads cover %d columns of %d: cover all, with an empty name where there is none", covered, len(t.Columns))
	}
	if t.any(func(c Cell) bool { return c.Tied }) && Clean(t.Test) == "" {
		return fmt.Errorf("viz: Table.Test is empty, but cells are Tied: name the test that does not tell them from the best")
	}
	return nil
}

func (t Table) checkRow(where string, row Row) error {
	if len(row.Cells) != len(t.Columns) {
		return fmt.Errorf("viz: %s (%s) has %d cells for %d columns: give one for each, with a NaN Value where nothing was measured", where, short(row.Label, maxName), len(row.Cells), len(t.Columns))
	}
	for c, cell := range row.Cells {
		at := fmt.Sprintf("%s.Cells[%d]", where, c)
		if math.IsInf(cell.Value, 0) {
			return fmt.Errorf("viz: %s.Value is %g: use NaN for what was not measured", at, cell.Value)
		}
		if cell.N < 0 {
			return fmt.Errorf("viz: %s.N is %d: a number of samples is not negative", at, cell.N)
		}
		if err := checkInterval(at, cell.Value, cell.Low, cell.High); err != nil {
			return err
		}
	}
	return nil
}

// format shows a number with the table's decimals.
func (t Table) format(x float64) string {
	if t.Decimals == 0 || math.IsNaN(x) {
		return number(x)
	}
	return strconv.FormatFloat(x, 'f', t.Decimals, 64)
}

// parts returns what a cell shows: its main text and, beside it, interval and
// number of samples.
func (t Table) parts(c Cell) (main, beside string) {
	if c.Text != "" {
		return Clean(c.Text), ""
	}
	main, beside = t.format(c.Value), interval(c.Low, c.High, t.format)
	if math.IsNaN(c.Value) {
		beside = ""
	}
	if c.N > 0 {
		if beside != "" {
			beside += " "
		}
		beside += "n=" + strconv.Itoa(c.N)
	}
	return main, beside
}

// plain returns the whole of a cell as one text, the best marked by an asterisk,
// the interval after gap.
func (t Table) plain(c Cell, gap string) string {
	main, beside := t.parts(c)
	main += c.mark()
	if beside != "" {
		main += gap + strings.ReplaceAll(beside, " n=", gap+"n=")
	}
	return main
}

// mark returns the sign behind a marked cell: * for the best, ° for what is not
// told from it.
func (c Cell) mark() string {
	switch {
	case c.Best:
		return "*"
	case c.Tied:
		return "°"
	}
	return ""
}

// any reports whether a cell is so.
func (t Table) any(is func(Cell) bool) bool {
	for _, g := range t.Groups {
		for _, r := range g.Rows {
			for _, c := range r.Cells {
				if is(c) {
					return true
				}
			}
		}
	}
	return false
}

// notes returns the footnotes, with the meaning of the marks that are used.
func (t Table) notes() []string {
	var notes []string
	if t.any(func(c Cell) bool { return c.Best }) {
		notes = append(notes, "* best of its column")
	}
	if t.any(func(c Cell) bool { return c.Tied }) {
		notes = append(notes, "° not significantly worse than the best")
	}
	if test := Clean(t.Test); test != "" {
		notes = append(notes, "Test: "+test+".")
	}
	for _, f := range t.Footnotes {
		notes = append(notes, Clean(f))
	}
	return notes
}
