package browsertest

import (
	"context"
	"errors"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// errNone is why tests are skipped.
var errNone = errors.New("no browser: install chromium to run this test")

// stop ends the one browser of all tests.
var stop = func() {}

// Run runs the tests of a package and ends the browser that they share, if one was started.
func Run(m *testing.M) int {
	defer func() { stop() }()
	return m.Run()
}

// browser starts Chromium, once.
var browser = sync.OnceValues(func() (context.Context, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.WindowSize(1300, 1000), chromedp.NoFirstRun}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	stop = func() { stopBrowser(); stopAllocator() }
	return ctx, chromedp.Run(ctx)
})

// find returns where the browser lies.
func find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNone
}
