// Package browsertest opens pages in a headless Chromium, for tests of what a reader sees.
//
//	func TestMain(m *testing.M) { os.Exit(browsertest.Run(m)) }
//
//	tab := browsertest.Open(t, browsertest.Options{})
//	tab.Do(chromedp.Navigate("file://" + path))
//	texts := browsertest.Value[int](tab, "document.querySelectorAll('svg text').length")
//
// A test that opens a tab is skipped where there is no browser. It fails when its page asks for anything that is not on
// the page itself or at the one address that is allowed, and when a script fails.
package browsertest
