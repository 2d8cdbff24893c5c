package proof

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
	"github.com/hsalab/hsalab/viz/browsertest"
)

// runNotebook opens a notebook, runs all its cells, saves it, and reads its outputs.
func (l *lab) runNotebook(name string) {
	l.Helper()
	start := time.Now()
	l.open(name)
	l.Await(l.call("runAll", name)+".then(() => true)", nil)
	var text string
	l.Await(l.call("text", name), &text)
	nb, err := nbformat.Parse([]byte(text))
	if err != nil {
		l.Fatalf("%s, as JupyterLab saves it: %v", name, err)
	}
	for _, c := range nb.Cells {
		if c.Type == nbformat.Code && c.Count == nil {
			l.Errorf("%s: cell %s was not executed", name, c.ID)
		}
		for _, o := range c.Outputs {
			if o.Type == nbformat.Error || o.Name == "stderr" {
				l.Errorf("%s: cell %s failed: %s%s", name, c.ID, o.ErrorValue, o.Text)
			}
		}
	}
	l.look(name)
	l.answers(name)
	l.charts[name] = l.state(l.scope(name))
	l.Logf("%s: ran in %.0f s: %+v", name, time.Since(start).Seconds(), l.charts[name])
}

// A tab shows figures, in JupyterLab or as a page, and has page.js.
type tab struct{ browsertest.Tab }

// scope is where the figures of a notebook are looked for.
func (l *lab) scope(name string) string { return l.call("panel", name) + ".node" }

func (tb tab) state(scope string) (c counts) {
	tb.Helper()
	tb.Await("proof.state("+scope+")", &c)
	return c
}

// look holds that every figure of a notebook is drawn, before and after scrolling through it, that none has become less
// since it was run.
func (l *lab) look(name string) {
	l.Helper()
	l.open(name)
	scope := l.scope(name)
	l.drawn(name, scope)
	if was, ok := l.charts[name]; ok {
		l.Poll(fmt.Sprintf("(({Charts, Tables}) => Charts >= %d && Tables >= %d)(proof.state(%s))", was.Charts, was.Tables, scope), 30*time.Second)
	}
	l.Await(l.call("scroll", name), nil)
	l.drawn(name+", scrolled", scope)
	now := l.state(scope)
	if was, ok := l.charts[name]; ok && now != was {
		l.Errorf("%s showed %+v and shows now %+v", name, was, now)
	}
}

// answers holds that every chart of a notebook answers the mouse.
func (l *lab) answers(name string) {
	l.Helper()
	for i := range l.state(l.scope(name)).Charts {
		if !l.hover(l.scope(name), i) {
			l.Errorf("%s: chart %d does not answer the mouse", name, i)
		}
	}
}

// drawn waits for the charts of a scope and holds that nothing in it is blank.
func (tb tab) drawn(name, scope string) {
	tb.Helper()
	tb.Poll("(({Waiting, Charts, Pictures, Tables}) => Waiting === 0 && Charts + Pictures + Tables > 0)(proof.state("+scope+"))", 30*time.Second)
	c := tb.state(scope)
	if c.Blank > 0 {
		tb.Errorf("%s: %d figures are blank", name, c.Blank)
	}
}

// hover moves the mouse over a chart until a text appears on it, or becomes another where one stays.
func (tb tab) hover(scope string, chart int) bool {
	tb.Helper()
	var places []struct{ X, Y float64 }
	tb.Await(fmt.Sprintf("proof.places(%s, %d)", scope, chart), &places)
	says := fmt.Sprintf("proof.says(%s, %d)", scope, chart)
	var before, after string
	tb.Point(2, 2)
	tb.Do(chromedp.Sleep(300 * time.Millisecond)) // what was said before is gone
	tb.Await(says, &before)
	for _, at := range places {
		tb.Point(at.X, at.Y)
		tb.Await(says, &after)
		if after != before && !strings.HasPrefix(before, after) { // another text, and not one that only went away
			return true
		}
	}
	return false
}

// untrusted opens what another person's notebook would be: a file that no kernel of ours has run. Its charts are pictures.
func (l *lab) untrusted(name string) {
	l.Helper()
	nb, err := nbformat.Read(filepath.Join(l.dir, name+".ipynb"))
	if err != nil {
		l.Fatal(err)
	}
	for i := range nb.Cells { // trust is by content
		nb.Cells[i].Source += "\n"
	}
	if err := nb.Write(filepath.Join(l.dir, "foreign.ipynb")); err != nil {
		l.Fatal(err)
	}
	l.open("foreign")
	was := l.charts[name]
	l.Await(l.call("scroll", "foreign"), nil)
	l.Poll(fmt.Sprintf("(({Pictures, Tables}) => Pictures >= %d && Tables >= %d)(proof.state(%s))", was.Charts+was.Pictures, was.Tables, l.scope("foreign")), 30*time.Second)
	l.drawn("foreign", l.scope("foreign"))
	now := l.state(l.scope("foreign"))
	if now.Charts != 0 || now.Pictures != was.Charts+was.Pictures || now.Tables != was.Tables {
		l.Errorf("%s, not trusted, shows %+v; trusted %+v", name, now, was)
	}
}

// exported opens the page made of a notebook: it asks nothing of the network, and its figures are drawn.
func (l *lab) exported(name string) {
	l.Helper()
	page := filepath.Join(l.dir, name+".html")
	if err := kernel.Export(l.Context(), kernel.RunOptions{Notebook: filepath.Join(l.dir, name+".ipynb"), OutHTML: page}); err != nil {
		l.Fatal(err)
	}
	tb := tab{browsertest.Open(l, browsertest.Options{Limit: time.Minute})}
	tb.Do(chromedp.Navigate("file://"+page), chromedp.Evaluate(pageScript+"; true", nil))
	tb.drawn(name+".html", "document")
	if now := tb.state("document"); now != l.charts[name] {
		l.Errorf("the page of %s shows %+v, the notebook %+v", name, now, l.charts[name])
	}
	if !tb.hover("document", 0) {
		l.Errorf("the page of %s does not answer the mouse", name)
	}
}

// themes shows a notebook light and dark, as a reader may switch at any moment, and writes what is seen where it is asked for.
func (l *lab) themes(name string) {
	l.Helper()
	for _, mode := range []string{"Dark", "Light"} {
		l.Await(fmt.Sprintf("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab %s'}).then(() => true)", mode), nil)
		l.Await(l.call("scroll", name), nil)
		l.Poll("proof.stale("+l.scope(name)+") === 0", 10*time.Second)
		l.drawn(name+", "+mode, l.scope(name))
		if *shots != "" {
			l.photograph(name + "-" + mode)
		}
	}
}

// photograph writes pictures of the notebook in view, each of one screen.
func (l *lab) photograph(name string) {
	l.Helper()
	const screen, screens = 1500, 8
	l.Do(chromedp.EmulateViewport(1300, screen*screens), chromedp.Sleep(2*time.Second))
	for i := range screens {
		var png []byte
		l.Do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
			png, err = page.CaptureScreenshot().WithClip(&page.Viewport{Y: float64(i * screen), Width: 1300, Height: screen, Scale: 1}).Do(ctx)
			return err
		}))
		if err := os.WriteFile(filepath.Join(*shots, fmt.Sprintf("%s-%d.png", name, i+1)), png, 0o644); err != nil {
			l.Error(err)
		}
	}
	l.Do(chromedp.EmulateViewport(1300, 1000))
}
