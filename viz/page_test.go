package viz_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

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

// TestHostileTextStaysText looks for markup that came from data.
func TestHostileTextStaysText(t *testing.T) {
	s := page(t, everything()...)
	charts := 0
	for _, fig := range everything() {
		if viz.HasPicture(fig) {
			charts++
		}
	}
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

// probe runs in the page of TestBrowser: it opens the tooltips of the first
// figure of either kind and reports what it finds.
const probe = `<script>addEventListener("load", async () => {
  const key = Object.keys(window).find((k) => k.startsWith("hsalab-"));
  const echarts = await window[key].ready, report = [];
  await new Promise((done) => setTimeout(done, 3000));
  const charts = [...document.querySelectorAll("figure [role=img] > div")].map((el) => echarts.getInstanceByDom(el));
  charts.slice(0, 2).forEach((c) => c.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: 1 }));
  report.push("charts " + charts.filter(Boolean).length, "images " + document.querySelectorAll("figure [role=img] > img").length);
  report.push("foreign " + document.querySelectorAll("[onerror], img[src='x']").length);
  const pre = document.createElement("pre");
  pre.id = "report";
  pre.textContent = report.join("; ");
  document.body.append(pre);
});</script>`

// TestBrowser opens every figure in a browser, where one is installed: all
// charts are drawn, tooltips show the numbers, and no element comes from data.
func TestBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil || testing.Short() {
		t.Skip("no chromium, or -short")
	}
	s := page(t, append([]viz.Figure{retrieval(), extrapolation()}, everything()...)...)
	dir := t.TempDir()
	path := filepath.Join(dir, "page.html")
	s = strings.Replace(s, "</body>", probe+"</body>", 1)
	if err := os.WriteFile(path, []byte(s), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(dir, "profile"),
		"--virtual-time-budget=20000", "--dump-dom", "file://"+path)
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	dom := string(out)
	for _, want := range []string{
		"charts 16; images 0; foreign 0", "<canvas", "<svg",
		fmt.Sprintf("chunk weight: %g<", round4(retrieval().Values[0][1])), "query position: 200", "chunk: 1<", "the text of chunk 1<", // a cell of the map
		"accuracy: 0.99 [0.976, 1]", "context length (tokens): 256<", "n=1024", // a point of the curve
	} {
		if !strings.Contains(dom, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if t.Failed() {
		keep := filepath.Join(t.ArtifactDir(), "dom.html")
		_ = os.WriteFile(keep, out, 0o644)
		t.Logf("the page is %s", keep)
	}
}
