package show

import (
	"encoding/gob"
	"fmt"
	"math"
	"strconv"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
	"github.com/jedib0t/go-pretty/v6/text"
)

// NumberType is the media type under which a notebook keeps the numbers of [Number] and the verdicts of [Holds]: an
// object with name and value, and with the tolerance of a number. "hsalab notebooks run" holds every run to them.
const NumberType = "application/vnd.hsalab.number+json"

func init() { gob.Register(map[string]any{}) }

// Number shows a named number and keeps it in the notebook as data: another run, on any machine, must come within the
// tolerance (absolute, in the unit of the number; 0 for exactly this number). Names are unique in a notebook.
func Number(name string, value, tolerance float64) {
	if math.IsNaN(value) || math.IsInf(value, 0) || !(tolerance >= 0) {
		Check(fmt.Errorf("show: number %q: %g ± %g: want finite numbers", name, value, tolerance))
	}
	line := fmt.Sprintf("%s: %s", name, digits(value))
	if tolerance > 0 {
		line += fmt.Sprintf("  (another run: within %s)", digits(tolerance))
	}
	keep(line, map[string]any{"name": name, "value": value, "tolerance": tolerance})
}

// Holds shows a statement with the verdict that was just computed and keeps it in the notebook: in another run it must
// be the same.
func Holds(statement string, holds bool) {
	verdict, value := "✗", 0.0
	if holds {
		verdict, value = "✓", 1
	}
	keep(verdict+" "+statement, map[string]any{"name": statement, "value": value, "tolerance": 0.0})
}

// lineWidth is what JupyterLab shows without breaking a line in the middle of a word.
const lineWidth = 76

// keep puts out a line with the data behind it.
func keep(line string, data map[string]any) {
	if !gonbui.IsNotebook {
		fmt.Println(line)
		return
	}
	gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{
		protocol.MIMETextPlain: text.WrapSoft(line, lineWidth), NumberType: data,
	}})
	gonbui.Sync()
}

// digits writes a number with up to four significant digits, whole numbers whole.
func digits(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
