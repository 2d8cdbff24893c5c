package jupyter

import (
	"errors"
	"fmt"
	"sync"

	"github.com/hsalab/hsalab/viz"
)

// Mode says how much a figure brings along.
type Mode int

const (
	// Embedded figures are interactive wherever they are opened: the first
	// output of each cell carries the chart library, about 450 kB.
	Embedded Mode = iota
	// Shared figures are interactive where another cell of the page carries the
	// library, before or after (see [Library]), and pictures elsewhere.
	Shared
	// Static figures are pictures: the lightest.
	Static
)

// Show shows figs as outputs of the cell, one each, in mode [Embedded]. A
// figure that cannot be drawn is left out and reported in the error; the others
// are shown.
func Show(figs ...viz.Figure) error { return ShowAs(Embedded, figs...) }

// ShowAs is [Show] in another mode.
func ShowAs(mode Mode, figs ...viz.Figure) error {
	var errs []error
	for i, fig := range figs {
		if err := show(mode, fig); err != nil {
			errs = append(errs, fmt.Errorf("jupyter: figure %d: %w", i, err))
		}
	}
	current().flush()
	return errors.Join(errs...)
}

// Library gives the page of the notebook the chart library, for figures that
// other cells show in mode [Shared]. Call it once, in a set-up cell.
func Library() {
	if out := current(); out.notebook() {
		out.html(libraryOnce())
		out.flush()
	}
}

func show(mode Mode, fig viz.Figure) error {
	out := current()
	if !out.notebook() {
		return out.text(fig)
	}
	html, err := render(mode, fig)
	if err != nil {
		return err
	}
	out.html(html)
	return nil
}

// render returns fig as HTML, preceded by the library where it is embedded.
func render(mode Mode, fig viz.Figure) (string, error) {
	html, err := viz.Fragment(fig, viz.FragmentOptions{Static: mode == Static})
	if err != nil {
		return "", err
	}
	if mode == Embedded && viz.HasPicture(fig) {
		html += libraryOnce()
	}
	return html, nil
}

var (
	libraryMu   sync.Mutex
	librarySent bool
)

// libraryOnce returns the library the first time it is called in this process,
// which is the run of one cell, and nothing after.
func libraryOnce() string {
	libraryMu.Lock()
	defer libraryMu.Unlock()
	if librarySent {
		return ""
	}
	librarySent = true
	return viz.Library()
}
