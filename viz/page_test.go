package viz_test

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

func page(t *testing.T, figs ...viz.Figure) string {
	t.Helper()
	var b bytes.Buffer
	p := viz.Page{Title: "Page " + hostile, Intro: "One.\n\n" + hostile, Sections: []viz.Section{{Heading: hostile, Text: hostile, Pre: "a  b\n" + hostile, Figures: figs}}}
	if err := viz.WritePage(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageIsOffline(t *testing.T) {
	s := page(t, retrieval(), retrieval(), extrapolation(), ablation())
	if !strings.Contains(s, "default-src 'none'") || strings.Contains(s, "unsafe-eval") {
		t.Error("the policy is not strict")
	}
	if n := strings.Count(s, "DecompressionStream"); n != 1 {
		t.Errorf("the library is there %d times", n)
	}
	if m := regexp.MustCompile(`(src|href)="?(https?:)?//`).FindString(s); m != "" {
		t.Errorf("the page refers to %s", m)
	}
	if n := strings.Count(s, "data:image/png;base64,"); n != 3 {
		t.Errorf("%d pictures for 3 charts", n)
	}
	if only := page(t, ablation()); strings.Contains(only, "<script") {
		t.Error("a page of tables needs no script")
	}
}

var hostileOnce struct {
	sync.Once
	html   string
	charts int
}

// hostilePage returns a page of all samples with hostile text in every place,
// and how many of them are charts.
func hostilePage(t *testing.T) (html string, charts int) {
	t.Helper()
	hostileOnce.Do(func() {
		var figs []viz.Figure
		for _, s := range samples() {
			figs = append(figs, poisoned(s.Figure))
			if viz.HasPicture(s.Figure) {
				hostileOnce.charts++
			}
		}
		hostileOnce.html = page(t, figs...)
	})
	return hostileOnce.html, hostileOnce.charts
}

// TestHostileTextStaysText looks for markup that came from data.
func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	s, charts := hostilePage(t)
	if n := strings.Count(s, "</script"); n != charts+1 {
		t.Errorf("%d script ends for %d charts and the library", n, charts)
	}
	for _, bad := range []string{"<img src=x", "\x1b", "\x00", "\u202e"} {
		if strings.Contains(s, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !strings.Contains(s, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;") {
		t.Error("the hostile text is not shown at all")
	}
}

func TestPageErrors(t *testing.T) {
	if err := viz.WritePage(&bytes.Buffer{}, viz.Page{}); err == nil {
		t.Error("a page without title was written")
	}
	err := viz.WritePage(&bytes.Buffer{}, viz.Page{Title: "x", Sections: []viz.Section{{}, {Figures: []viz.Figure{viz.Curve{}}}}})
	if err == nil || !strings.Contains(err.Error(), "section 1") {
		t.Errorf("a broken figure gave %v", err)
	}
}
