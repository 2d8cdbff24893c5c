package kernel

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/notebooks/nbformat"
)

func checkCompletion(p paths, g goEnv) Check {
	c := checkTools("completion (gopls)", p.goplsTools(), g)
	c.Optional = true
	if !c.OK {
		c.Fix = "leave \"hsalab lab\" open for two minutes: it builds gopls in the background"
	}
	return c
}

// checkOwnJupyter looks at the kernel in the user's own Jupyter, where it need not be.
func checkOwnJupyter(p paths) Check {
	c := Check{Name: "your own Jupyter", OK: true, Optional: true}
	data, err := dataDir()
	if err != nil {
		c.Detail = "not looked at: " + err.Error()
		return c
	}
	i, err := p.inspect("your Jupyter", data, "hsalab kernel install")
	switch {
	case err != nil:
		c.OK, c.Detail, c.Fix = false, err.Error(), "remove "+i.File+" and run \"hsalab kernel install\""
	case i.Problem != "":
		c.OK, c.Detail, c.Fix = false, i.Problem, "run \"hsalab kernel install\", or \"hsalab kernel uninstall\" to be rid of it"
	case i.Found:
		c.Detail = i.File
	default:
		c.Detail = "does not have the kernel, and need not"
	}
	return c
}

// checkNotebooks looks for notebooks that ask for another kernel, as they do after they were saved in the stock GoNB kernel.
func checkNotebooks(p paths) Check {
	c := Check{Name: "notebooks", OK: true, Optional: true}
	files, err := p.findNotebooks()
	if err != nil {
		c.OK, c.Detail, c.Fix = false, err.Error(), "make the directory notebooks readable"
		return c
	}
	var foreign []string
	for _, file := range files {
		nb, err := nbformat.Read(file)
		if err != nil {
			c.OK, c.Detail, c.Fix = false, err.Error(), "take the file from the repository again: git checkout -- notebooks/"+filepath.Base(file)
			return c
		}
		if name := nb.Kernel(); name != SpecName {
			foreign = append(foreign, fmt.Sprintf("%s asks for the kernel %q", filepath.Base(file), name))
		}
	}
	c.Detail = fmt.Sprintf("%d, all for the kernel %s", len(files), DisplayName)
	if len(foreign) > 0 {
		c.OK, c.Detail = false, strings.Join(foreign, "; ")
		c.Fix = fmt.Sprintf("open it in \"hsalab lab\", pick Kernel, Change Kernel, %q, and save", DisplayName)
	}
	return c
}
