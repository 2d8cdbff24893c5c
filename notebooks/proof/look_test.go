package proof

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
)

// runNotebook opens a notebook, runs all its cells, saves it, and reads its outputs.
func (l *lab) runNotebook(name string) {
	l.Helper()
	start := time.Now()
	l.open(name)
	l.await(l.call("runAll", name)+".then(() => true)", nil)
	var text string
	l.await(l.call("text", name), &text)
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

// scope is where the figures of a notebook are looked for.
func (l *lab) scope(name string) string { return l.call("panel", name) + ".node" }

func (tb tab) state(scope string) (c counts) {
	tb.Helper()
	tb.await("proof.state("+scope+")", &c)
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
		l.poll(fmt.Sprintf("(({Charts, Tables}) => Charts >= %d && Tables >= %d)(proof.state(%s))", was.Charts, was.Tables, scope), 30*time.Second)
	}
	l.await(l.call("scroll", name), nil)
	l.drawn(name+", scrolled", scope)
	now := l.state(scope)
	if was, ok := l.charts[name]; ok && now != was {
		l.Errorf("%s showed %+v and shows now %+v", name, was, now)
	}
}

// answers holds that at least half of the charts of a notebook answer the mouse: a place to point at is looked for, and thin marks
// are not always found. The others are logged.
func (l *lab) answers(name string) {
	l.Helper()
	charts := l.state(l.scope(name)).Charts
	silent := 0
	for i := range charts {
		if !l.hover(l.scope(name), i) {
			silent++
			l.Logf("%s: chart %d does not answer the mouse at the places tried", name, i)
		}
	}
	if 2*silent > charts {
		l.Errorf("%s: %d of %d charts do not answer the mouse", name, silent, charts)
	}
}

// drawn waits for the charts of a scope and holds that nothing in it is blank.
func (tb tab) drawn(name, scope string) {
	tb.Helper()
	tb.poll("(({Waiting, Charts, Pictures, Tables}) => Waiting === 0 && Charts + Pictures + Tables > 0)(proof.state("+scope+"))", 30*time.Second)
	c := tb.state(scope)
	if c.Blank > 0 {
		tb.Errorf("%s: %d figures are blank", name, c.Blank)
	}
}

// hover moves the mouse over a chart until a text appears on it, or becomes another where one stays.
func (tb tab) hover(scope string, chart int) bool {
	tb.Helper()
	var places []struct{ X, Y float64 }
	tb.await(fmt.Sprintf("proof.places(%s, %d)", scope, chart), &places)
	says := fmt.Sprintf("proof.says(%s, %d)", scope, chart)
	var before, after string
	tb.do(chromedp.MouseEvent(input.MouseMoved, 2, 2), chromedp.Sleep(400*time.Millisecond)) // what was said before is gone
	tb.await(says, &before)
	for _, at := range places {
		tb.do(chromedp.MouseEvent(input.MouseMoved, at.X-3, at.Y-3), chromedp.MouseEvent(input.MouseMoved, at.X, at.Y), chromedp.Sleep(60*time.Millisecond))
		tb.await(says, &after)
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
	l.await(l.call("scroll", "foreign"), nil)
	l.poll(fmt.Sprintf("(({Pictures, Tables}) => Pictures >= %d && Tables >= %d)(proof.state(%s))", was.Charts+was.Pictures, was.Tables, l.scope("foreign")), 30*time.Second)
	l.drawn("foreign", l.scope("foreign"))
	now := l.state(l.scope("foreign"))
	if now.Charts != 0 || now.Pictures != was.Charts+was.Pictures || now.Tables != was.Tables {
		l.Errorf("%s, not trusted, shows %+v; trusted %+v", name, now, was)
	}
}

// exported opens the page made of a notebook: it asks nothing of the network, and its figures are drawn.
func (l *lab) exported(browser context.Context, name string) {
	l.Helper()
	page := filepath.Join(l.dir, name+".html")
	if err := kernel.Export(l.ctx, kernel.RunOptions{Notebook: filepath.Join(l.dir, name+".ipynb"), OutHTML: page}); err != nil {
		l.Fatal(err)
	}
	tb := newTab(l.T, browser, time.Minute, "")
	tb.do(chromedp.Navigate("file://"+page), chromedp.Evaluate(pageScript+"; true", nil))
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
		l.await(fmt.Sprintf("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab %s'}).then(() => true)", mode), nil)
		l.await(l.call("scroll", name), nil)
		l.poll("proof.stale("+l.scope(name)+") === 0", 10*time.Second)
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
	l.do(chromedp.EmulateViewport(1300, screen*screens), chromedp.Sleep(2*time.Second))
	for i := range screens {
		var png []byte
		l.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
			png, err = page.CaptureScreenshot().WithClip(&page.Viewport{Y: float64(i * screen), Width: 1300, Height: screen, Scale: 1}).Do(ctx)
			return err
		}))
		if err := os.WriteFile(filepath.Join(*shots, fmt.Sprintf("%s-%d.png", name, i+1)), png, 0o644); err != nil {
			l.Error(err)
		}
	}
	l.do(chromedp.EmulateViewport(1300, 1000))
}
