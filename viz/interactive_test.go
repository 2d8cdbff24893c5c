package viz_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/browsertest"
	"github.com/hsalab/hsalab/viz/gallery"
)

var shots = flag.String("shots", "", "write a screenshot of every figure, light and dark, to this directory, to be looked at")

// blank counts the charts of a page that show nothing: a canvas of one colour,
// or a drawing of few elements.
const blank = `[...document.querySelectorAll("figure > [id^=hsalab-] canvas, figure > [id^=hsalab-] svg")].filter((el) => {
	if (el.tagName.toLowerCase() === "svg") return el.querySelectorAll("*").length < 10;
	const pixels = new Uint32Array(el.getContext("2d").getImageData(0, 0, el.width, el.height).data.buffer);
	return new Set(pixels).size < 3;
}).length`

// TestBrowserDrawsEverySample opens all samples in a browser, light and dark: all
// charts are drawn and nothing leaves the page.
func TestBrowserDrawsEverySample(t *testing.T) {
	var figs []viz.Figure
	for _, s := range gallery.Samples() {
		figs = append(figs, s.Figure)
	}
	tab := open(t, page(t, figs...))
	for _, mode := range []string{"light", "dark"} {
		tab.Do(scheme(mode), chromedp.Sleep(300*time.Millisecond))
		if n := browsertest.Value[int](tab, blank); n != 0 {
			t.Errorf("%s: %d charts are blank", mode, n)
		}
		if *shots == "" {
			continue
		}
		for i, s := range gallery.Samples() {
			var png []byte
			selector := fmt.Sprintf("document.querySelectorAll('figure')[%d]", i)
			tab.Do(chromedp.Screenshot(selector, &png, chromedp.ByJSPath))
			if err := os.WriteFile(filepath.Join(*shots, s.Name+"-"+mode+".png"), png, 0o644); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestBrowserHostileText opens every figure with hostile text in every place:
// no element and no script of the page comes from data.
func TestBrowserHostileText(t *testing.T) {
	html, charts := hostilePage(t)
	tab := open(t, html)
	for i := range charts { // tooltips are made of data too
		p := at(tab, i, 0.4, 0.5)
		tab.Do(chromedp.MouseEvent(input.MouseMoved, p.X, p.Y))
	}
	if n := browsertest.Value[int](tab, `document.querySelectorAll("[onerror], img[src='x'], iframe, object, embed, link, base").length`); n != 0 {
		t.Errorf("%d elements come from data", n)
	}
	if n := browsertest.Value[int](tab, `document.querySelectorAll("body script").length`); n != charts+1 {
		t.Errorf("%d scripts for %d charts and the library", n, charts)
	}
	if !strings.Contains(browsertest.Value[string](tab, "document.body.innerText"), "<img src=x onerror=alert(1)>") {
		t.Error("the hostile text is not shown as text")
	}
}

// hover moves the mouse over a chart and returns what the page says then.
func hover(t *testing.T, html string, x, y float64) string {
	t.Helper()
	tab := open(t, html)
	p := at(tab, 0, x, y)
	tab.Point(p.X, p.Y)
	return browsertest.Value[string](tab, "document.body.innerText")
}

// TestBrowserHover reads the numbers under the mouse.
func TestBrowserHover(t *testing.T) {
	one := gallery.RetrievalLayers()
	one.Window = viz.Window{Row: 3, Rows: 1, Col: 4, Cols: 1}
	two := wide()
	two.Layers = []viz.Layer{{Label: "weight", Values: two.Values}}
	for _, c := range []struct {
		fig  viz.Figure
		x, y float64
		want []string
	}{
		{two, 0.2, 0.8, []string{"score: ", "weight: ", " ± ", "query: ", "chunk: "}},
		{one, 0.5, 0.5, []string{
			fmt.Sprintf("chunk weight: %g", round4(one.Values[3][4])), fmt.Sprintf("score q·landmark: %g", round4(one.Layers[0].Values[3][4])),
			"query position: 224 “what is key 3?”", "chunk: 4", "gold, picked", "the text of chunk 4",
		}},
		{gallery.Loss(), 0.5, 0.2, []string{"step: 184", "loss (nats)", "loss: 0.4"}}, // a thin line, far from the mouse
		{gallery.Extrapolation(), 0.94, 0.3, []string{"context length (tokens): 512K", "CLS encoder: 0.99 [0.932, 1] n=16", "no encoder: "}},
		{gallery.NeedleMap(), 0.5, 0.45, []string{"accuracy: 0.779", "recall@K: 0.87", "depth of the needle: 50 %", "context length (tokens): 16K", "n=12"}},
	} {
		text := hover(t, page(t, c.fig), c.x, c.y)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: hover lacks %q: %s", c.fig.Heading(), want, text)
			}
		}
	}
}

// TestBrowserNamesAllSeries wants every name of a long legend in sight, above the chart.
func TestBrowserNamesAllSeries(t *testing.T) {
	c := gallery.Extrapolation()
	for _, name := range []string{"nano-robust, noise", "nano-robust, decoys", "nano-text, text", "nano-text, decoys", "nano, noise"} {
		s := c.Series[0]
		s.Name = name
		c.Series = append(c.Series, s)
	}
	tab := open(t, page(t, c))
	bottoms := browsertest.Value[map[string]float64](tab, `Object.fromEntries([...document.querySelectorAll("figure svg text")].map((t) => [t.textContent, t.getBoundingClientRect().bottom]))`)
	for _, s := range c.Series {
		if y, ok := bottoms[s.Name]; !ok || y > bottoms["1"] {
			t.Errorf("%s ends at %g: want it above the chart, which begins at %g", s.Name, y, bottoms["1"])
		}
	}
}

// TestBrowserZoomsDenseMap reads a cell of a million, drags a frame around its
// neighbours, and goes back to all.
func TestBrowserZoomsDenseMap(t *testing.T) {
	tab := open(t, page(t, gallery.MillionCells()))
	tip := func() string {
		return browsertest.Value[string](tab, `[...document.querySelectorAll("figure div")].filter((d) => d.style.position === "absolute" && d.style.display === "block").map((d) => d.innerText).join("\n")`)
	}
	left, right, top := at(tab, 0, 0.12, 0.8), at(tab, 0, 0.3, 0.85), at(tab, 0, 0.2, 0.82)
	tab.Do(chromedp.MouseEvent(input.MouseMoved, top.X, top.Y))
	checkTip(t, tip())
	tab.Do(drag(left, right), chromedp.Sleep(300*time.Millisecond))
	tab.Do(chromedp.MouseEvent(input.MouseMoved, top.X, top.Y))
	zoomed := tip()
	checkTip(t, zoomed)
	tab.Do(chromedp.MouseClickXY(top.X, top.Y, chromedp.ClickCount(2)), chromedp.Sleep(300*time.Millisecond), chromedp.MouseEvent(input.MouseMoved, top.X+1, top.Y))
	all := tip()
	checkTip(t, all)
	if zoomed == all {
		t.Errorf("the mouse is over %q, zoomed in and not", zoomed)
	}
}

var tipForm = regexp.MustCompile(`(?s)^log10 chunk weight: (\S+) ± (\S+)\s+query: (\d+)\s+chunk: (\d+)\s.*the text of chunk (\d+)`)

// checkTip holds what hover says of a cell against the value of that cell.
func checkTip(t *testing.T, tip string) {
	t.Helper()
	m := tipForm.FindStringSubmatch(tip)
	if m == nil || m[4] != m[5] {
		t.Fatalf("hover says %q", tip)
	}
	var n [4]float64
	for i := range n {
		n[i], _ = strconv.ParseFloat(m[i+1], 64)
	}
	want := gallery.MillionCells().Values[int(n[2])][int(n[3])]
	if !(math.Abs(n[0]-want) <= n[1]*1.1) {
		t.Errorf("hover says %q, the value is %g", tip, want)
	}
}

// TestBrowserWalks goes through a retrieval step by step, by buttons and keys.
func TestBrowserWalks(t *testing.T) {
	tab := open(t, page(t, gallery.Walk()))
	shown := func() int {
		return browsertest.Value[int](tab, `[...document.querySelectorAll("figure section")].filter((s) => s.style.display === "block").length`)
	}
	press := func(name string) {
		tab.Do(chromedp.Evaluate(fmt.Sprintf(`[...document.querySelectorAll("figure button")].find((b) => b.textContent === %q).click()`, name), nil))
	}
	var steps []int
	steps = append(steps, shown())
	for _, name := range []string{"start", "next", "next", "back", "all"} {
		press(name)
		steps = append(steps, shown())
	}
	if got := fmt.Sprint(steps); got != "[5 1 2 3 2 5]" {
		t.Errorf("shown after each button: %s", got)
	}
	weights := browsertest.Value[[]string](tab, `[...document.querySelectorAll("figure [data-weight]")].map((d) => d.dataset.weight)`)
	if got := strings.Join(weights, " "); got != "0.06 0.09 0.71 0.08 0.06" {
		t.Errorf("the stick is broken into %s", got)
	}
}
