package viz_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/hsalab/hsalab/viz/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Run(m)) }

// open shows a page in the browser and waits until every chart on it is drawn.
func open(t *testing.T, html string) browsertest.Tab {
	t.Helper()
	if testing.Short() {
		t.Skip("-short leaves out what needs a browser")
	}
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	tab := browsertest.Open(t, browsertest.Options{})
	tab.Do(chromedp.Navigate("file://" + path))
	tab.Poll(`document.querySelectorAll("figure > [id^=hsalab-]:not([data-drawn])").length === 0`, 40*time.Second)
	return tab
}

// scheme makes the page light or dark.
func scheme(name string) chromedp.Action {
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}})
}

// place is a place on the page.
type place struct{ X, Y float64 }

// at scrolls a chart into view and returns the place at shares of its size.
func at(tab browsertest.Tab, chart int, x, y float64) place {
	tab.Helper()
	return browsertest.Value[place](tab, fmt.Sprintf(`(() => {
		const chart = document.querySelectorAll("figure > [id^=hsalab-]")[%d];
		const box = chart.querySelector("canvas, svg") || chart;
		box.scrollIntoView({ block: "center" });
		const r = box.getBoundingClientRect();
		return { X: r.x + r.width * %g, Y: r.y + r.height * %g };
	})()`, chart, x, y))
}

// drag moves the pressed mouse from one place to another.
func drag(from, to place) chromedp.Action {
	return chromedp.Tasks{
		chromedp.MouseEvent(input.MousePressed, from.X, from.Y, chromedp.Button("left")),
		chromedp.MouseEvent(input.MouseMoved, to.X, to.Y, chromedp.Button("left")),
		chromedp.MouseEvent(input.MouseReleased, to.X, to.Y, chromedp.Button("left")),
	}
}
