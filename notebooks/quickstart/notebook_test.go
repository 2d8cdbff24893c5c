package quickstart

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/kernel"
)

// notebook is the part of nbformat 4.5 that the tests look at.
type notebook struct {
	Cells []struct {
		Type    string   `json:"cell_type"`
		ID      string   `json:"id"`
		Source  []string `json:"source"`
		Outputs []struct {
			Type string `json:"output_type"`
			Name string `json:"name"`
		} `json:"outputs"`
	} `json:"cells"`
	Metadata struct {
		Kernelspec struct {
			Name string `json:"name"`
		} `json:"kernelspec"`
	} `json:"metadata"`
	Major int `json:"nbformat"`
	Minor int `json:"nbformat_minor"`
}

const maxNotebook = 600 << 10 // bytes; what a forge still shows

// TestNotebooks checks every committed notebook: format, cell ids, kernel, no failed cell, light enough.
func TestNotebooks(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatal("no notebooks:", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range check(raw) {
				t.Error(fault)
			}
		})
	}
}

var cellID = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// check lists what is wrong with a notebook.
func check(raw []byte) []string {
	var nb notebook
	if err := json.Unmarshal(raw, &nb); err != nil {
		return []string{err.Error()}
	}
	var faults []string
	if nb.Major != 4 || nb.Minor != 5 || nb.Metadata.Kernelspec.Name != kernel.SpecName {
		faults = append(faults, "not of nbformat 4.5 for the kernel "+kernel.SpecName)
	}
	if len(raw) > maxNotebook {
		faults = append(faults, "too large to commit: run it with HSALAB_FIGURES=static")
	}
	seen := map[string]bool{}
	for _, c := range nb.Cells {
		if !cellID.MatchString(c.ID) || seen[c.ID] {
			faults = append(faults, "cell id "+c.ID+" is missing, unreadable or there twice")
		}
		seen[c.ID] = true
		for _, o := range c.Outputs {
			if o.Type == "error" || o.Name == "stderr" {
				faults = append(faults, "cell "+c.ID+" failed")
			}
		}
		if c.Type == "code" && strings.Contains(strings.Join(c.Source, ""), "\nfunc ") {
			faults = append(faults, "cell "+c.ID+" defines a function: put it into a package")
		}
	}
	return faults
}

// TestCheck plants one fault of each kind.
func TestCheck(t *testing.T) {
	raw, err := os.ReadFile("../01-quickstart.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	if faults := check(raw); len(faults) > 0 {
		t.Fatal(faults)
	}
	for name, swap := range map[string][2]string{
		"kernel":   {`"name": "hsalab"`, `"name": "gonb"`},
		"cell id":  {`"id": "curve"`, `"id": "recall"`},
		"function": {`%%\nshow.Begin()`, `\nfunc f() {}`},
		"json":     {`"cells"`, `cells`},
	} {
		source := strings.ReplaceAll(string(raw), `"%%\n",`+"\n    "+`"show.Begin()"`, `"%%\nshow.Begin()"`)
		broken := strings.Replace(source, swap[0], swap[1], 1)
		if broken == source {
			t.Errorf("%s: the fault was not planted", name)
		} else if len(check([]byte(broken))) == 0 {
			t.Errorf("%s: the fault was not found", name)
		}
	}
}
