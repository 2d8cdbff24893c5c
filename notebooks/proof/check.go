package proof

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
)

// Limits of a committed notebook, in bytes: what a forge still shows, and what one output may weigh.
const (
	MaxNotebook = 600 << 10
	MaxOutput   = 200 << 10
)

// Index is the notebook that leads to all others.
const Index = "00-index.ipynb"

// Ids of the cells that every notebook has: the first says what the reader will see, the last what to try.
const (
	FirstCell = "intro"
	LastCell  = "next"
)

// Check lists what is wrong with the text of a committed notebook, a sentence each that says where and what to do.
func Check(text []byte) []string {
	nb, err := nbformat.Parse(text)
	if err != nil {
		return []string{err.Error()}
	}
	faults := checkWhole(nb, text)
	for i := range nb.Cells {
		for _, f := range checkCell(&nb.Cells[i]) {
			faults = append(faults, fmt.Sprintf("cell %s: %s", nb.Cells[i].ID, f))
		}
	}
	return append(faults, checkOrder(nb)...)
}

// checkWhole looks at the file: kernel, size, form.
func checkWhole(nb *nbformat.Notebook, text []byte) []string {
	var faults []string
	if nb.Kernel() != kernel.SpecName {
		faults = append(faults, fmt.Sprintf("its kernel is %q: pick %q in the lab", nb.Kernel(), kernel.DisplayName))
	}
	if len(text) > MaxNotebook {
		faults = append(faults, fmt.Sprintf("%d kB: want at most %d; run it in place, which makes figures pictures", len(text)>>10, MaxNotebook>>10))
	}
	if _, err := Numbers(nb); err != nil {
		faults = append(faults, err.Error())
	}
	if written, err := nb.Bytes(); err != nil || !bytes.Equal(written, text) {
		faults = append(faults, "not in its canonical form: run it in place, or strip it")
	}
	return faults
}

// checkOrder looks at what holds between cells: ids, execution from the top, the first and the last.
func checkOrder(nb *nbformat.Notebook) []string {
	var faults []string
	seen := map[string]bool{}
	next := 1
	for _, c := range nb.Cells {
		if seen[c.ID] {
			faults = append(faults, "cell id "+c.ID+" is there twice")
		}
		seen[c.ID] = true
		if c.Type != nbformat.Code {
			continue
		}
		if c.Count == nil || *c.Count != next {
			faults = append(faults, "cell "+c.ID+": not executed, or not in order: run the notebook in place")
		}
		next++
	}
	if !hasHeading(nb.Cells, 0, FirstCell, "# ") {
		faults = append(faults, "the first cell is not a title with what the reader will see (markdown, id "+FirstCell+", from \"# \")")
	}
	if !hasHeading(nb.Cells, len(nb.Cells)-1, LastCell, "## ") {
		faults = append(faults, "the last cell does not say what to try (markdown, id "+LastCell+", from \"## \")")
	}
	return faults
}

func hasHeading(cells []nbformat.Cell, i int, id, mark string) bool {
	return i >= 0 && i < len(cells) && cells[i].Type == nbformat.Markdown && cells[i].ID == id && strings.HasPrefix(string(cells[i].Source), mark)
}

var (
	readableID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	definition = regexp.MustCompile(`(?m)^(func|type) `)
	// machinePath is a path that another reader does not have. Paths in base64 are not preceded by such a sign.
	machinePath = regexp.MustCompile("(?m)(?:^|[\\s\"'=(>`])((?:/(?:tmp|home|root|work|Users|var/folders|private/var)/|file://)[^\\s\"'<)]*)")
)

// checkCell looks at one cell and what it put out.
func checkCell(c *nbformat.Cell) []string {
	var faults []string
	if !readableID.MatchString(c.ID) {
		faults = append(faults, "want an id of small letters, digits and hyphens")
	}
	if c.Type == nbformat.Code && strings.TrimSpace(string(c.Source)) == "" {
		faults = append(faults, "it is empty: remove it")
	}
	if c.Type == nbformat.Code && definition.MatchString(string(c.Source)) {
		faults = append(faults, "it defines a function or a type: put it into a package")
	}
	if m := machinePath.FindStringSubmatch(string(c.Source)); m != nil {
		faults = append(faults, "its text names a path of one machine: "+m[1])
	}
	for _, o := range c.Outputs {
		faults = append(faults, checkOutput(o)...)
	}
	return faults
}

// checkOutput looks at one output.
func checkOutput(o nbformat.Output) []string {
	if o.Type == nbformat.Error || o.Name == "stderr" {
		return []string{"it failed, or wrote to standard error: " + firstLine(o.ErrorValue+string(o.Text))}
	}
	var faults []string
	size := len(o.Text)
	for kind := range o.Data {
		text := o.Mime(kind)
		size += len(text)
		if m := machinePath.FindStringSubmatch(text); m != nil {
			faults = append(faults, "its output names a path of one machine: "+m[1])
		}
		if strings.Contains(text, "<script") {
			faults = append(faults, "its output has a script: run the notebook in place, which makes figures pictures")
		}
	}
	if m := machinePath.FindStringSubmatch(string(o.Text)); m != nil {
		faults = append(faults, "it prints a path of one machine: "+m[1])
	}
	if size > MaxOutput {
		faults = append(faults, fmt.Sprintf("an output of %d kB: want at most %d", size>>10, MaxOutput>>10))
	}
	return faults
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
