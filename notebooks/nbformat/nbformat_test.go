package nbformat

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// small is a notebook as Python's nbformat writes it: every kind of cell and output.
const small = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "intro",
   "metadata": {},
   "source": [
    "# <b>Tom & Jerry</b>\n",
    "  "
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "one",
   "metadata": {
    "tags": [
     "x"
    ]
   },
   "outputs": [
    {
     "data": {
      "application/json": {
       "tolerance": 0.10,
       "value": 1e-3
      },
      "text/plain": [
       "a\n",
       "b"
      ]
     },
     "metadata": {},
     "output_type": "display_data"
    },
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "first\n"
     ]
    },
    {
     "ename": "ERROR",
     "evalue": "exit status 1",
     "output_type": "error",
     "traceback": [
      "line"
     ]
    }
   ],
   "source": [
    "x := \"é ` + "\u2028" + `\"\n",
    "y()"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "two",
   "metadata": {},
   "outputs": [],
   "source": []
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "HSA Lab (Go)",
   "language": "go",
   "name": "hsalab"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`

func TestRoundTrip(t *testing.T) {
	nb, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	text, err := nb.Bytes()
	if err != nil || string(text) != small {
		t.Errorf("%v; written as\n%s", err, text)
	}
	if nb.Kernel() != "hsalab" || nb.Cells[1].Outputs[0].Mime("text/plain") != "a\nb" || nb.Cells[1].Outputs[0].Mime("text/html") != "" {
		t.Errorf("read as %+v", nb)
	}
}

// TestCommitted reads every notebook of the repository and writes it again.
func TestCommitted(t *testing.T) {
	files, err := filepath.Glob("../*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatal("no notebooks:", err)
	}
	for _, file := range files {
		nb, err := Read(file)
		if err != nil {
			t.Error(err)
			continue
		}
		once, err := nb.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := again.Bytes(); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%s: written twice, two files (%v)", file, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, swap := range map[string][2]string{
		"unknown field":       {`"id": "one"`, `"id": "one", "name": 1`},
		"unknown output":      {`"output_type": "stream"`, `"output_type": "streams"`},
		"unknown cell":        {`"cell_type": "markdown"`, `"cell_type": "text"`},
		"no id":               {`"id": "one"`, `"id": ""`},
		"older format":        {`"nbformat_minor": 5`, `"nbformat_minor": 4`},
		"outputs of markdown": {`"id": "intro"`, `"id": "intro", "outputs": []`},
		"rest":                {`"nbformat_minor": 5` + "\n}", `"nbformat_minor": 5` + "\n}{"},
		"json":                {`"cells"`, `cells`},
	} {
		broken := strings.Replace(small, swap[0], swap[1], 1)
		if broken == small {
			t.Errorf("%s: the fault was not planted", name)
		} else if _, err := Parse([]byte(broken)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := Parse([]byte(small)); err != nil {
		t.Error(err)
	}
}

func TestStripAndWrite(t *testing.T) {
	nb, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	nb.Metadata["language_info"] = map[string]any{"name": "go", "version": "go1.26.8"}
	nb.Strip()
	file := filepath.Join(t.TempDir(), "a.ipynb")
	if err := nb.Write(file); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "1.26") || strings.Contains(string(text), "first") || !strings.Contains(string(text), `"id": "one"`) {
		t.Errorf("stripped: %s", text)
	}
	if _, err := Read(file); err != nil {
		t.Error(err)
	}
	if _, err := Read(file + ".absent"); err == nil {
		t.Error("a file that is not there was read")
	}
}
