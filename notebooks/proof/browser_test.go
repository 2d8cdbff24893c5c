package proof

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var errNoBrowser = errors.New("no browser: install chromium to run this test")

// startBrowser starts a headless browser that ends with the test.
func startBrowser(t *testing.T) (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		return nil, errNoBrowser
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.WindowSize(1300, 1000), chromedp.NoFirstRun}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(func() { stop(); stopAllocator() })
	return ctx, chromedp.Run(ctx)
}

// a tab is a page of the browser under test.
type tab struct {
	*testing.T
	ctx context.Context
}

// newTab opens an empty page that may take so long. Requests to anywhere but allowed, and errors of scripts, fail the test.
func newTab(t *testing.T, browser context.Context, limit time.Duration, allowed string) tab {
	t.Helper()
	page, closePage := chromedp.NewContext(browser)
	ctx, cancel := context.WithTimeout(page, limit)
	t.Cleanup(func() { cancel(); closePage() })
	var done atomic.Bool // t must not be used after the test
	t.Cleanup(func() { done.Store(true) })
	chromedp.ListenTarget(ctx, func(event any) {
		if done.Load() {
			return
		}
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !local(e.Request.URL, allowed) {
				t.Errorf("the page asks for %s", e.Request.URL)
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("a script failed: %s", e.ExceptionDetails.Error())
		}
	})
	tb := tab{t, ctx}
	tb.do(network.Enable(), runtime.Enable())
	return tb
}

// local says whether a request stays on the page, or at the one address that is allowed.
func local(url, allowed string) bool {
	for _, prefix := range []string{"file:", "data:", "blob:", "about:"} {
		if strings.HasPrefix(url, prefix) {
			return true
		}
	}
	return allowed != "" && strings.HasPrefix(url, allowed)
}

func (tb tab) do(actions ...chromedp.Action) {
	tb.Helper()
	if err := chromedp.Run(tb.ctx, actions...); err != nil {
		tb.Fatal(err)
	}
}

// await runs an expression of a page, waits for its promise, and decodes the value into out unless out is nil.
func (tb tab) await(js string, out any) {
	tb.Helper()
	tb.do(chromedp.Evaluate(js, out, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
}

// poll waits until an expression is true.
func (tb tab) poll(js string, limit time.Duration) {
	tb.Helper()
	if err := chromedp.Run(tb.ctx, chromedp.Poll(js, nil, chromedp.WithPollingInterval(100*time.Millisecond), chromedp.WithPollingTimeout(limit))); err != nil {
		tb.Fatalf("waiting for %s: %v", js, err)
	}
}
