package show

import (
	"fmt"
	"os"

	"github.com/janpfeifer/gonb/gonbui"

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

// KernelVariable is set by the kernel "HSA Lab (Go)", and by no other.
const KernelVariable = "HSALAB_KERNEL"

// otherKernel is what a reader is told in the stock GoNB kernel.
const otherKernel = "This notebook runs in another kernel than its own: cells are slower, and may be of another version. Pick Kernel, Change Kernel, " +
	"HSA Lab (Go); where it is not offered, run \"hsalab lab\", or \"hsalab kernel install\" for a Jupyter of your own."

// Begin gives the notebook the chart library, and says what to pick where it runs in another kernel than ours.
func Begin() {
	fmt.Print(notice(gonbui.IsNotebook))
	if Mode() == jupyter.Shared {
		jupyter.Library()
	}
}

// notice is what [Begin] says about the kernel.
func notice(inNotebook bool) string {
	if inNotebook && os.Getenv(KernelVariable) == "" {
		return otherKernel + "\n"
	}
	return ""
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
