package jupyter

import (
	"os"
	"sync/atomic"

	"github.com/janpfeifer/gonb/gonbui"

	"github.com/hsalab/hsalab/viz"
)

// output is where figures go: the notebook, or a terminal.
type output interface {
	notebook() bool
	html(s string)             // a new output of the cell
	update(id, s string)       // an output that is replaced, named by id
	uniqueID() string          // for update
	text(fig viz.Figure) error // outside a notebook
	line(s string)             // a line of progress outside a notebook
	flush()                    // wait until the notebook has it all
}

// cell is the output of this process.
type cell struct{}

func (cell) notebook() bool      { return gonbui.IsNotebook }
func (cell) html(s string)       { gonbui.DisplayHTML(s) }
func (cell) update(id, s string) { gonbui.UpdateHTML(id, s) }
func (cell) uniqueID() string    { return gonbui.UniqueId() }
func (cell) flush()              { gonbui.Sync() }
func (cell) line(s string)       { os.Stdout.WriteString(s + "\n") }
func (cell) text(fig viz.Figure) error {
	return viz.WriteText(os.Stdout, fig, viz.Terminal(os.Stdout))
}

// replaced holds the output that a test put in place of the cell.
var replaced atomic.Pointer[output]

func current() output {
	if o := replaced.Load(); o != nil {
		return *o
	}
	return cell{}
}
