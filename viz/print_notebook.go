//go:build notebook

package viz

import (
	"errors"
	"io"
)

// errPDF says what a cell does that wants one.
var errPDF = errors.New("viz: cells of a notebook draw no PDF, which keeps them quick: save .png, .svg or .html, or put the line \"%goflags -tags=\" first in the cell")

// WritePDF is refused in a cell of a notebook, with what to do instead.
func WritePDF(_ io.Writer, fig Figure) error {
	if _, err := picture(fig); err != nil {
		return err
	}
	return errPDF
}
