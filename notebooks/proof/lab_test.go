package proof

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
	"github.com/hsalab/hsalab/viz/browsertest"
)

var (
	labNotebooks = flag.String("notebooks", "01,1,2", "notebooks to run in JupyterLab: for each start of a name, the first that has it")
	shots        = flag.String("shots", "", "write screenshots of the notebooks, light and dark, to this directory, to be looked at")
)

// labLimit is the time for all of it: three notebooks on two cores take less than five minutes.
const labLimit = 9 * time.Minute

//go:embed testdata/page.js
var pageScript string

func TestMain(m *testing.M) { os.Exit(browsertest.Run(m)) }

// TestJupyterLab runs notebooks in a real JupyterLab and looks at what a reader sees. It takes minutes, so it runs only
// where Jupyter is required, as in CI.
func TestJupyterLab(t *testing.T) {
	if os.Getenv("HSALAB_LAB_PROOF") != "1" {
		t.Skip("takes minutes: runs with HSALAB_LAB_PROOF=1")
	}
	l := startLab(t)
	for _, name := range l.names {
		l.runNotebook(name)
	}
	for _, name := range l.names { // all are open in one page
		l.look(name)
	}
	l.reload()
	for _, name := range l.names {
		l.open(name)
		l.look(name)
		l.answers(name)
		l.themes(name)
	}
	l.untrusted(l.names[0])
	l.exported(l.names[0])
}

// A lab is a running JupyterLab, seen in a browser. Notebooks are copies in a directory of the clone that git ignores.
type lab struct {
	tab
	dir    string            // of the copies
	names  []string          // of the notebooks, without .ipynb
	charts map[string]counts // what each showed when it was run
}

// counts is what page.js finds.
type counts struct{ Charts, Waiting, Blank, Pictures, Tables int }

func startLab(t *testing.T) *lab {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), labLimit)
	t.Cleanup(cancel)
	if err := kernel.Setup(ctx, kernel.Options{}); err != nil {
		t.Fatal(err)
	}
	root, err := kernel.FindRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{dir: filepath.Join(root, "out", "proof"), charts: map[string]counts{}}
	l.copyNotebooks(t)
	address := serve(t, ctx, filepath.Join(l.dir, l.names[0]+".ipynb"))
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l.tab = tab{browsertest.Open(t, browsertest.Options{Limit: labLimit, Allowed: "http://" + u.Host})}
	l.Do(chromedp.Navigate(address))
	l.ready()
	return l
}

// serve starts the lab with settings of its own, and returns its address.
func serve(t *testing.T, ctx context.Context, notebook string) string {
	t.Helper()
	config := t.TempDir()
	settings := `{"LabApp": {"expose_app_in_browser": true}}`
	if err := os.WriteFile(filepath.Join(config, "jupyter_lab_config.json"), []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("JUPYTER_CONFIG_DIR", config)
	t.Setenv("JUPYTER_DATA_DIR", filepath.Join(config, "data"))
	t.Setenv("JUPYTER_RUNTIME_DIR", filepath.Join(config, "runtime"))
	ctx, cancel := context.WithCancel(ctx)
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- kernel.Lab(ctx, kernel.LabOptions{Notebook: notebook, Ready: func(url string) { ready <- url }})
	}()
	select {
	case address := <-ready:
		t.Cleanup(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("the lab ended with %v", err)
			}
		})
		return address
	case err := <-done:
		cancel()
		t.Fatalf("the lab ended: %v", err)
	}
	return ""
}

// copyNotebooks puts stripped copies of the chosen notebooks into the directory.
func (l *lab) copyNotebooks(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(l.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for start := range strings.SplitSeq(*labNotebooks, ",") {
		files, err := filepath.Glob("../" + start + "*.ipynb")
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			continue
		}
		nb, err := nbformat.Read(files[0])
		if err != nil {
			t.Fatal(err)
		}
		nb.Strip()
		if err := nb.Write(filepath.Join(l.dir, filepath.Base(files[0]))); err != nil {
			t.Fatal(err)
		}
		l.names = append(l.names, strings.TrimSuffix(filepath.Base(files[0]), ".ipynb"))
	}
	if len(l.names) == 0 {
		t.Fatalf("no notebook has a name from %s", *labNotebooks)
	}
}

// file is where a notebook lies for the lab, relative to the clone.
func (l *lab) file(name string) string { return path.Join("out", "proof", name+".ipynb") }

// call is a JavaScript call of page.js for a notebook.
func (l *lab) call(function, name string) string {
	return fmt.Sprintf("proof.%s(%q)", function, l.file(name))
}

// ready waits for the application and gives its page our script.
func (l *lab) ready() {
	l.Helper()
	l.Poll("window.jupyterapp !== undefined", time.Minute)
	l.Await("jupyterapp.restored.then(() => true)", nil)
	l.Do(chromedp.Evaluate(pageScript+"; true", nil))
}

func (l *lab) open(name string) {
	l.Helper()
	l.Await(l.call("open", name)+".then(() => true)", nil)
}

// reload loads the page again: what is shown from then on comes from the saved files.
func (l *lab) reload() {
	l.Helper()
	l.Do(chromedp.Reload())
	l.ready()
}
