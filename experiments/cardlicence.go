package experiments

import (
	"path/filepath"
	"slices"
	"strings"
)

// ownTexts reports whether the model was trained on nothing but texts whose licences are known: generated ones, and those of
// the Go distribution.
func (t Trained) ownTexts() bool {
	return t.Task.Corpus == "" && !slices.ContainsFunc(t.corpora(), func(name string) bool { return licences[name] == "" })
}

// corpora are the names of the corpora of a mixture, without their factors.
func (t Trained) corpora() []string {
	if t.Task.Mixture == nil {
		return nil
	}
	var names []string
	for _, part := range strings.Split(t.Task.Mixture.Corpus, "+") {
		name, _, _ := strings.Cut(part, "*")
		names = append(names, name)
	}
	return names
}

// licences are those of the texts that every Go distribution has.
var licences = map[string]string{
	"opticks":   "Newton's *Opticks* is in the public domain",
	"go-docs":   "the documentation of Go is under its BSD licence",
	"go-source": "the source of Go is under its BSD licence",
}

func (t Trained) licence() string {
	say := []string{"The weights are under the Apache License 2.0, as the code that made them."}
	names := t.corpora()
	if t.Task.Text != nil && t.Task.Corpus == "" {
		names = append(names, "opticks")
	} else if t.Task.Corpus != "" {
		names = append(names, filepath.Base(t.Task.Corpus))
	}
	for _, name := range names {
		text := licences[name]
		if text == "" {
			text = "the licence of " + filepath.Base(name) + " is not known here: see where it comes from"
		}
		say = append(say, upperFirst(text)+".")
	}
	if t.Task.Symbols != nil {
		say = append(say, "Its training texts are generated.")
	}
	return "## Licence\n\n" + strings.Join(say, " ")
}
