package viz_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var errNoBrowser = errors.New("no browser: install chromium to run this test")

// stopBrowser ends the one browser of all tests.
var stopBrowser = func() {}

// chromium starts the browser, once.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		return nil, errNoBrowser
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.WindowSize(1000, 900), chromedp.NoFirstRun}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	stopBrowser = func() { stop(); stopAllocator() }
	return ctx, chromedp.Run(ctx)
})

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	os.Exit(code)
}

// open shows a page in a tab of the browser, waits until every chart on it is
// drawn, and fails the test for every request that leaves the page and every
// error of a script.
func open(t *testing.T, html string) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("-short leaves out what needs a browser")
	}
	browser, err := chromium()
	if errors.Is(err, errNoBrowser) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	tab, closeTab := chromedp.NewContext(browser)
	ctx, cancel := context.WithTimeout(tab, 50*time.Second)
	t.Cleanup(func() { cancel(); closeTab() })
	watch(t, ctx)
	do(t, ctx, network.Enable(), runtime.Enable(), chromedp.Navigate("file://"+path),
		chromedp.Poll(`document.querySelectorAll("figure > [id^=hsalab-]:not([data-drawn])").length === 0`, nil, chromedp.WithPollingTimeout(40*time.Second)))
	return ctx
}

// watch reports requests and errors of a tab.
func watch(t *testing.T, ctx context.Context) {
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if url := e.Request.URL; !strings.HasPrefix(url, "file:") && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
				t.Errorf("the page asks for %s", url)
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("a script failed: %s", e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError {
				t.Errorf("a script reports: %s", e.Args[len(e.Args)-1].Description)
			}
		}
	})
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// evaluate runs an expression in the page.
func evaluate[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	var out T
	do(t, ctx, chromedp.Evaluate(js, &out))
	return out
}

// scheme makes the page light or dark.
func scheme(name string) chromedp.Action {
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}})
}

// point is a place on the page.
type point struct{ X, Y float64 }

// at scrolls a chart into view and returns the place at shares of its size.
func at(t *testing.T, ctx context.Context, chart int, x, y float64) point {
	t.Helper()
	return evaluate[point](t, ctx, fmt.Sprintf(`(() => {
		const chart = document.querySelectorAll("figure > [id^=hsalab-]")[%d];
		const box = chart.querySelector("canvas, svg") || chart;
		box.scrollIntoView({ block: "center" });
		const r = box.getBoundingClientRect();
		return { X: r.x + r.width * %g, Y: r.y + r.height * %g };
	})()`, chart, x, y))
}
