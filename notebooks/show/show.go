package show

import (
	"fmt"
	"os"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/jupyter"
)

// StaticVariable is the environment variable that, set to "static", makes figures pictures.
const StaticVariable = "HSALAB_FIGURES"

// Mode is how the figures of this notebook are shown.
func Mode() jupyter.Mode {
	if os.Getenv(StaticVariable) == "static" {
		return jupyter.Static
	}
	return jupyter.Shared
}

// Begin gives the notebook the chart library.
func Begin() {
	if Mode() == jupyter.Shared {
		jupyter.Library()
	}
}

// Figure shows a figure, or ends the cell with the error, so that it takes the results of a function that makes one.
func Figure(fig viz.Figure, err error) {
	Check(err)
	Figures(fig)
}

// Figures shows figures, or ends the cell with what is wrong with one.
func Figures(figs ...viz.Figure) { Check(jupyter.ShowAs(Mode(), figs...)) }

// Check ends the cell with one sentence where there is an error.
func Check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
