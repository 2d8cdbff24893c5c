package browsertest_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/hsalab/hsalab/viz/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Run(m)) }

// witness is a test that fails without failing the one that runs it.
type witness struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (w *witness) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said = append(w.said, strings.TrimSpace(strings.SplitN(format, "%", 2)[0]))
}

// TestHolds opens pages that do what they must not, and one that does not.
func TestHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what needs a browser")
	}
	for _, c := range []struct{ body, allowed, want string }{
		{`<p onmousemove="this.textContent = 'moved'" style="height: 200px">still</p>`, "", ""},
		{`<img src="http://127.0.0.1:9/x.png">`, "", "the page asks for"},
		{`<img src="http://127.0.0.1:9/x.png">`, "http://127.0.0.1:9/", ""},
		{`<script>throw new Error("broken")</script>`, "", "a script failed:"},
		{`<script>console.error("anything")</script>`, "", "a script reports:"},
		{`<script>console.error("anything")</script>`, "http://127.0.0.1:9/", ""},
		{`<script>console.error("hsalab: a chart failed")</script>`, "http://127.0.0.1:9/", "a script reports:"},
	} {
		path := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(path, []byte("<!DOCTYPE html><title>page</title>"+c.body), 0o644); err != nil {
			t.Fatal(err)
		}
		w := &witness{TB: t}
		tab := browsertest.Open(w, browsertest.Options{Allowed: c.allowed})
		tab.Do(chromedp.Navigate("file://" + path))
		tab.Poll("document.readyState === 'complete'", 10*time.Second)
		tab.Point(100, 100)
		if text := browsertest.Value[string](tab, "document.body.innerText"); strings.Contains(c.body, "onmousemove") && text != "moved" {
			t.Errorf("the mouse is on a page that says %q", text)
		}
		w.mu.Lock()
		got := strings.Join(w.said, " ")
		w.mu.Unlock()
		if got != c.want {
			t.Errorf("%s with %q allowed: said %q, want %q", c.body, c.allowed, got, c.want)
		}
	}
}
