package browsertest

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Options say what a page may do.
type Options struct {
	Limit   time.Duration // time for all that is done in the tab; 0 means 50 seconds
	Allowed string        // start of the only addresses it may ask for; empty: none
}

// A Tab is a page of the browser, open as long as its test runs.
type Tab struct {
	testing.TB
	ctx context.Context
}

// Open opens an empty page. It skips the test where there is no browser.
func Open(t testing.TB, o Options) Tab {
	t.Helper()
	ctx, err := browser()
	if errors.Is(err, errNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if o.Limit == 0 {
		o.Limit = 50 * time.Second
	}
	page, closePage := chromedp.NewContext(ctx)
	limited, cancel := context.WithTimeout(page, o.Limit)
	tab := Tab{t, limited}
	var done atomic.Bool // a test must not be told of failures after its end
	t.Cleanup(func() { done.Store(true); cancel(); closePage() })
	chromedp.ListenTarget(limited, func(event any) {
		if !done.Load() {
			tab.hold(event, o.Allowed)
		}
	})
	tab.Do(network.Enable(), runtime.Enable())
	return tab
}

// hold fails the test for what a page must not do. An application that is served may complain on its console of what is
// not ours; our scripts begin with their name.
func (t Tab) hold(event any, allowed string) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !stays(e.Request.URL, allowed) {
			t.Errorf("the page asks for %s", e.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		t.Errorf("a script failed: %s", e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.APITypeError || len(e.Args) == 0 {
			return
		}
		if allowed == "" || strings.HasPrefix(string(e.Args[0].Value), `"hsalab:`) {
			t.Errorf("a script reports: %s%s", e.Args[0].Value, e.Args[len(e.Args)-1].Description)
		}
	}
}

// stays says whether a request stays on the page, or at the addresses that are allowed.
func stays(url, allowed string) bool {
	for _, prefix := range []string{"file:", "data:", "blob:", "about:"} {
		if strings.HasPrefix(url, prefix) {
			return true
		}
	}
	return allowed != "" && strings.HasPrefix(url, allowed)
}

// Do runs actions and fails the test at the first that fails.
func (t Tab) Do(actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(t.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// Await runs a JavaScript expression, waits for its promise if it is one, and decodes the value into out unless out is nil.
func (t Tab) Await(js string, out any) {
	t.Helper()
	t.Do(chromedp.Evaluate(js, out, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
}

// Value returns what a JavaScript expression gives.
func Value[T any](t Tab, js string) (out T) {
	t.Helper()
	t.Await(js, &out)
	return out
}

// Poll waits until a JavaScript expression is true.
func (t Tab) Poll(js string, limit time.Duration) {
	t.Helper()
	if err := chromedp.Run(t.ctx, chromedp.Poll(js, nil, chromedp.WithPollingInterval(100*time.Millisecond), chromedp.WithPollingTimeout(limit))); err != nil {
		t.Fatalf("waiting for %s: %v", js, err)
	}
}

// Point moves the mouse to a place of the page, in CSS pixels, from right beside it, and waits for what that shows.
func (t Tab) Point(x, y float64) {
	t.Helper()
	t.Do(chromedp.MouseEvent(input.MouseMoved, x-2, y-2), chromedp.MouseEvent(input.MouseMoved, x, y), chromedp.Sleep(100*time.Millisecond))
}
