package corpus

import (
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// OpticksCorpus is Isaac Newton's Opticks (1730) as documents of a few paragraphs, from the Go distribution of this
// machine.
func OpticksCorpus() (Corpus, error) {
	book, err := findOpticks(goroots())
	if err != nil {
		return Corpus{}, err
	}
	return New("opticks", "opticks", func(yield func(Document, error) bool) {
		for d, err := range TextFile(book) {
			d.Name = "opticks"
			if !yield(d, err) {
				return
			}
		}
	}), nil
}

// GoSource is the source files of the Go distribution of this machine, a document each, without test data and vendored
// code.
func GoSource() (Corpus, error) {
	return goFiles("go-source", ".go", func(name, text string) Document { return NewDocument(name, text) })
}

// GoDocs is the documentation of the Go distribution of this machine: what the comments of each source file say,
// without the copyright, and the manuals, with the tags of HTML taken out. A source file and its comments lie in the
// same split.
func GoDocs() (Corpus, error) {
	comments, err := goFiles("go-docs", ".go", func(name, text string) Document { return derived(name, prose(text), text) })
	if err != nil {
		return Corpus{}, err
	}
	html, err := goFiles("go-docs", ".html", func(name, text string) Document { return derived(name, untagged(text), text) })
	if err != nil {
		return Corpus{}, err
	}
	manuals, err := goFiles("go-docs", ".md", NewDocument)
	if err != nil {
		return Corpus{}, err
	}
	return New(comments.name, comments.identity, Join(comments, html, manuals).documents), nil
}

// goFiles is the files of the Go distribution with an ending.
func goFiles(name, ending string, document func(name, text string) Document) (Corpus, error) {
	root, version, err := findSource(goroots())
	if err != nil {
		return Corpus{}, err
	}
	return New(name, name+" "+version, distribution(root, ending, document)), nil
}

// findSource is the first distribution that has its source, and its version.
func findSource(roots []string) (root, version string, err error) {
	for _, root := range roots {
		text, err := os.ReadFile(filepath.Join(root, "VERSION"))
		info, errSource := os.Stat(filepath.Join(root, "src", "fmt"))
		if err == nil && errSource == nil && info.IsDir() {
			version, _, _ = strings.Cut(string(text), "\n")
			return root, version, nil
		}
	}
	return "", "", fmt.Errorf("corpus: no Go distribution with its source was found (looked in %s): some packaged distributions leave it out; install Go's own archive and set GOROOT to it, or name files by their path", strings.Join(roots, " and "))
}

// leastProse is the shortest document of a distribution in bytes.
const leastProse = 200

// distribution is the files below doc and src, in the order of their paths, that are long enough.
func distribution(root, ending string, document func(name, text string) Document) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		for path, err := range sourceFiles(os.DirFS(root), ending) {
			var text []byte
			if err == nil {
				text, err = os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
			}
			if err != nil {
				yield(Document{}, fmt.Errorf("corpus: Go distribution: %w", err))
				return
			}
			if d := document(path, string(text)); len(d.Text) >= leastProse && !yield(d, nil) {
				return
			}
		}
	}
}

// sourceFiles are the paths of the files of a distribution with an ending.
func sourceFiles(root fs.FS, ending string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case e.IsDir() && leftOut(name, e.Name()):
				return fs.SkipDir
			case !e.IsDir() && path.Ext(name) == ending && !yield(name, nil):
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", err)
		}
	}
}

// leftOut reports whether a folder of a distribution is none of its documentation and source.
func leftOut(name, base string) bool {
	if !strings.Contains(name, "/") {
		return name != "." && name != "doc" && name != "src"
	}
	return slices.Contains([]string{"testdata", "vendor", "static"}, base)
}
