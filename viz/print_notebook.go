//go:build notebook

package viz

import (
	"errors"
	"io"
)

// errVector says what a cell does that wants a vector picture.
var errVector = errors.New("viz: cells of a notebook draw no SVG and no PDF, which keeps them quick: save .png or .html, or put the line \"%goflags -tags=\" first in the cell")

// WriteSVG is refused in a cell of a notebook, with what to do instead.
func WriteSVG(_ io.Writer, fig Figure) error { return refuseVector(fig) }

// WritePDF is refused in a cell of a notebook, with what to do instead.
func WritePDF(_ io.Writer, fig Figure) error { return refuseVector(fig) }

func refuseVector(fig Figure) error {
	if _, err := picture(fig); err != nil {
		return err
	}
	return errVector
}
